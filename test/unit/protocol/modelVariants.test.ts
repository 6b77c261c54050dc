import { describe, expect, it } from 'vitest';
import { defaultVariant, findVariants } from '../../../src/protocol/modelVariants';

const stored = (...paths: string[]) => paths.map((path) => ({ path, bytes: path.length }));
const graphs = (...paths: string[]) => findVariants(stored(...paths)).map(({ graph }) => graph);

describe('findVariants', () => {
  it('reads how the weights are stored from the names that exporters give', () => {
    const names = [
      '',
      '_fp16',
      '_quantized',
      '_int8',
      '_uint8',
      '_q4',
      '_q4f16',
      '_bnb4',
      '_O4',
      '_qint8_avx512',
    ];
    const variants = findVariants(stored(...names.map((suffix) => `onnx/model${suffix}.onnx`)));
    expect(variants.map(({ dataType }) => dataType)).toEqual([
      'float32',
      'float16',
      'int8',
      'int8',
      'uint8',
      '4-bit',
      '4-bit + float16',
      '4-bit (bitsandbytes)',
      'O4',
      'qint8_avx512',
    ]);
    expect(
      findVariants(stored('gpt2-10.onnx', 'vision_encoder_fp16.onnx')).map((one) => one.dataType),
    ).toEqual(['float32', 'float16']);
  });

  it('counts the files of large weights to their graph', () => {
    const [plain, half] = findVariants(
      stored(
        ...['onnx/model.onnx', 'onnx/model.onnx_data', 'onnx/model.onnx_data_1'],
        ...['onnx/model_fp16.onnx', 'onnx/model_fp16.onnx_data', 'config.json'],
      ),
    );
    expect(plain?.files.map(({ path }) => path)).toEqual([
      'onnx/model.onnx',
      'onnx/model.onnx_data',
      'onnx/model.onnx_data_1',
    ]);
    expect(plain?.bytes).toBe(15 + 20 + 22);
    expect(half?.files.map(({ path }) => path)).toEqual([
      'onnx/model_fp16.onnx',
      'onnx/model_fp16.onnx_data',
    ]);
  });

  it('takes encoder and decoder of one form for one model', () => {
    const variants = findVariants(
      stored(
        ...['encoder_model', 'decoder_model', 'decoder_with_past_model', 'decoder_model_merged'].flatMap(
          (name) => [`onnx/${name}.onnx`, `onnx/${name}_quantized.onnx`],
        ),
      ),
    );
    expect(variants.map(({ graph, decoder, dataType }) => [graph, decoder, dataType])).toEqual([
      ['onnx/encoder_model.onnx', 'onnx/decoder_model.onnx', 'float32'],
      ['onnx/encoder_model_quantized.onnx', 'onnx/decoder_model_quantized.onnx', 'int8'],
    ]);
    expect(variants[0]?.files).toHaveLength(2);
  });

  it('pairs an encoder with the merged decoder where there is no plain one', () => {
    expect(graphs('encoder_model.onnx', 'decoder_model_merged.onnx')).toEqual(['encoder_model.onnx']);
  });

  it('takes the plain decoder of a decoder, and a merged one where there is no other', () => {
    expect(graphs('decoder_model.onnx', 'decoder_model_merged.onnx', 'decoder_with_past_model.onnx')).toEqual(
      ['decoder_model.onnx'],
    );
    expect(graphs('decoder_model_merged.onnx', 'decoder_model_merged_q4.onnx')).toEqual([
      'decoder_model_merged.onnx',
      'decoder_model_merged_q4.onnx',
    ]);
  });

  it('finds nothing among other files', () => {
    expect(graphs('config.json', 'model.safetensors', 'model.onnx_data', 'model.onnx.part')).toEqual([]);
  });
});

describe('defaultVariant', () => {
  const first = (...paths: string[]) => defaultVariant(findVariants(stored(...paths)))?.graph;

  it('is the plain whole graph, then the pair, then what there is', () => {
    expect(first('onnx/model_int8.onnx', 'onnx/model.onnx')).toBe('onnx/model.onnx');
    expect(first('model_int8.onnx', 'encoder_model_q4.onnx', 'decoder_model_q4.onnx')).toBe(
      'encoder_model_q4.onnx',
    );
    expect(first('a.onnx', 'decoder_model.onnx')).toBe('decoder_model.onnx');
    expect(first('onnx/model_int8.onnx', 'onnx/model_q4.onnx')).toBe('onnx/model_int8.onnx');
    expect(first('config.json')).toBeUndefined();
  });
});
