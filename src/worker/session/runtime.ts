import { nativeRuntime } from './nativeRuntime';
import type { Runtime } from './runtimeTypes';
import type { Engine } from './sessionTypes';
import { wasmRuntime } from './wasmRuntime';

/** The build of ONNX Runtime that `engine` is made of. */
export function runtimeOf(engine: Engine): Runtime {
  return 'native' in engine ? nativeRuntime(engine) : wasmRuntime(engine);
}
