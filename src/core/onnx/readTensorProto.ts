import type { ByteRange, TensorProto, TensorValues } from './model';
import { elementType, sizeOf } from './tensor';
import { WireError, WireReader } from './wire';

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

/** onnx.proto's `TensorProto`; its values are only located. */
export function readTensorProto(bytes: Uint8Array, message: ByteRange): TensorProto {
  const reader = new WireReader(bytes, message);
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
        reader.bigVarints(decoded);
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
  if (dims.some((dim) => dim < 0)) throw new WireError('malformed');
  const type = elementType(typeCode);
  return { name, type, typeCode, dims, values: values(), message };

  function values(): TensorValues {
    if (isExternal) {
      const length = external.get('length');
      return {
        kind: 'external',
        file: external.get('location') ?? '',
        offset: Number(external.get('offset') ?? 0),
        length: length === undefined ? undefined : Number(length),
      };
    }
    if (decoded.length > 0 || sizeOf(dims) === 0) return { kind: 'decoded', values: decoded };
    const size = bytesPerElement[type];
    if (raw && size !== undefined && raw.length === sizeOf(dims) * size) return { kind: 'raw', range: raw };
    return { kind: 'none' };
  }
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
