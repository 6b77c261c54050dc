import type { ByteRange, TensorProto, TensorValues } from '../graph/model';
import { elementType, sizeOf } from '../graph/tensor';
import { WireError, type WireReader } from './wire';

/** Bytes of one element, for the types whose values can lie raw in a file. */
export const bytesPerElement: Readonly<Record<string, number>> = {
  float32: 4,
  float64: 8,
  float16: 2,
  bfloat16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
};

/** Lists of varints are read as far as scales, axes and shapes need; longer ones are weights. */
const longestDecoded = 4096;
/** Axes of a tensor; published ones have at most eight. */
const mostAxes = 64;

/** onnx.proto's `TensorProto`; its values are only located. @throws WireError */
export function readTensorProto(reader: WireReader): TensorProto {
  const dims: number[] = [];
  const decoded: bigint[] = [];
  const external = new Map<string, string>();
  let name = '';
  let typeCode = 0;
  let isExternal = false;
  let raw: ByteRange | undefined;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        reader.varints(dims);
        break;
      case 2:
        typeCode = reader.varint();
        break;
      case 4: // float_data and double_data, when packed, are the little-endian values themselves.
      case 10:
      case 9:
        if (reader.wireType === 2) raw = reader.range();
        else reader.skip();
        break;
      case 5:
      case 7:
      case 11:
        // One more than is kept tells that there are more.
        reader.bigVarints(decoded, longestDecoded + 1);
        break;
      case 8:
        name = reader.string();
        break;
      case 13:
        readEntry(reader.message(), external);
        break;
      case 14:
        isExternal = reader.varint() === 1;
        break;
      default:
        reader.skip();
    }
  }
  // A file is not longer than its largest tensor, and no file has 2^53 bytes.
  const isSize = (dim: number): boolean => dim >= 0 && dim <= Number.MAX_SAFE_INTEGER;
  if (dims.length > mostAxes || !dims.every(isSize) || !isSize(sizeOf(dims)))
    throw new WireError('malformed');
  const type = elementType(typeCode);
  return { name, type, typeCode, dims, values: values(), message: reader.whole };

  function values(): TensorValues {
    if (isExternal) {
      const length = external.get('length');
      return {
        kind: 'external',
        file: external.get('location') ?? '',
        offset: place(external.get('offset') ?? '0'),
        length: length === undefined ? undefined : place(length),
      };
    }
    if (decoded.length > longestDecoded) return { kind: 'none' };
    if (decoded.length > 0 || sizeOf(dims) === 0) return { kind: 'decoded', values: decoded };
    const size = bytesPerElement[type];
    if (raw && size !== undefined && raw.length === sizeOf(dims) * size) return { kind: 'raw', range: raw };
    return { kind: 'none' };
  }
}

/** A place or length in a weight file as onnx.proto has it: decimal digits. */
function place(digits: string): number {
  if (!/^\d{1,15}$/.test(digits)) throw new WireError('malformed');
  return Number(digits);
}

function readEntry(reader: WireReader, into: Map<string, string>): void {
  let key = '';
  let value = '';
  while (reader.next()) {
    if (reader.field === 1) key = reader.string();
    else if (reader.field === 2) value = reader.string();
    else reader.skip();
  }
  into.set(key, value);
}
