import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { ModelBytes, SessionGraph } from './sessionTypes';

/** ONNX Runtime as one of its two builds, with what they do differently done. */
export interface Runtime {
  readonly kind: 'wasm' | 'native';
  /** Threads of its sessions. */
  readonly threads: number;
  /** Each build knows tensors of its own class only. */
  readonly Tensor: typeof Tensor;
  /** Loads a graph with its weights. Rejects with the build's own error. */
  readonly create: (graph: SessionGraph, files: ModelBytes) => Promise<InferenceSession>;
}

/** onnxruntime_session_options_config_keys.h: quantisation around operators stays as the graph has it where that matters. */
export function quantisationOptions({ rounds }: Pick<SessionGraph, 'rounds'>): Record<string, unknown> {
  return rounds ? { disable_quant_qdq: '1' } : {};
}

/** The files of a graph whose bytes are given, in ONNX Runtime's words. */
export function bytesGiven(
  { weightsFile, externalFiles }: Pick<SessionGraph, 'weightsFile' | 'externalFiles'>,
  { model, external }: ModelBytes,
): { path: string; data: Uint8Array }[] {
  const given = [
    [weightsFile, model] as const,
    ...externalFiles.map((name) => [name, external[name]] as const),
  ];
  return given.flatMap(([path, data]) => (data && data.length > 0 ? [{ path, data }] : []));
}
