import { describe, expect, it } from 'vitest';
import { checkSizes, configSizes, withConfigSizes } from '../../../src/worker/models/configSizes';
import type { Config } from '../../../src/worker/models/modelConfig';

const block = { heads: undefined, headSize: undefined } as Parameters<typeof withConfigSizes>[0];

describe('what a configuration says of heads', () => {
  it.each<[string, Config, number[], number[]]>([
    ['BERT', { hidden_size: 768, num_attention_heads: 12 }, [12], [64]],
    ['GPT-2', { n_embd: 768, n_head: 12 }, [12], [64]],
    ['T5 v1.1', { d_model: 512, d_kv: 64, num_heads: 6 }, [6], [64, 512 / 6]],
    ['Qwen3', { hidden_size: 1024, num_attention_heads: 16, head_dim: 128 }, [16], [128, 64]],
    ['BART', { d_model: 1024, encoder_attention_heads: 16, decoder_attention_heads: 8 }, [16, 8], [64, 128]],
    ['ConvBERT', { hidden_size: 768, num_attention_heads: 12, head_ratio: 2 }, [12, 6], [64]],
    [
      'latent attention',
      { hidden_size: 5120, num_attention_heads: 128, qk_nope_head_dim: 128, qk_rope_head_dim: 64 },
      [128],
      [40, 192],
    ],
    ['parts of which the file says what differs', { text_config: { num_attention_heads: 8 } }, [], []],
    ['pruned', { hidden_size: 768, num_attention_heads: 12, pruned_heads: { 3: [0, 1] } }, [], []],
    ['nothing', {}, [], []],
  ])('%s', (_, config, heads, headSizes) => {
    const sizes = configSizes(config);
    expect([...sizes.heads]).toEqual(heads);
    expect([...sizes.headSizes]).toEqual(headSizes);
  });

  it('fills in what the graph leaves open, where it says one thing', () => {
    const bert = configSizes({ hidden_size: 768, num_attention_heads: 12 });
    expect(withConfigSizes(block, bert)).toMatchObject({ heads: 12, headSize: 64 });
    expect(withConfigSizes({ ...block, heads: 3 }, bert)).toMatchObject({ heads: 3, headSize: 64 });
    const bart = configSizes({ d_model: 64, encoder_attention_heads: 4, decoder_attention_heads: 8 });
    expect(withConfigSizes(block, bart).heads).toBeUndefined();
  });

  it('is compared with what is known of the graph', () => {
    const sizes = configSizes({ hidden_size: 768, num_attention_heads: 12 });
    const check = (heads: number | undefined, headSize?: number) => (): void => {
      checkSizes([{ heads, headSize }], sizes, 'm/config.json');
    };
    expect(check(12, 64)).not.toThrow();
    expect(check(undefined)).not.toThrow();
    const params = { path: 'm/config.json', expected: '12', actual: 16 };
    expect(check(16)).toThrow(expect.objectContaining({ code: 'config-heads', params }));
    expect(check(12, 32)).toThrow(expect.objectContaining({ code: 'config-head-size' }));
    expect(() => {
      checkSizes([{ heads: 16, headSize: 4 }], configSizes({}), 'm/config.json');
    }).not.toThrow();
  });
});
