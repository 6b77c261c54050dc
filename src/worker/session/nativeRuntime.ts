import { chosenThreads } from './chosenThreads';
import { bytesGiven, quantisationOptions, type Runtime } from './runtimeTypes';
import type { NativeEngine } from './sessionTypes';

/** ONNX Runtime as compiled for this machine: in Node, where its binding is at hand, with all memory that there is. */
export function nativeRuntime({ native, threads: wanted, processors = 1 }: NativeEngine): Runtime {
  // Warnings would go to standard error, which is kept to tell why a worker ended.
  native.env.logLevel = 'error';
  const threads = chosenThreads(wanted, processors);
  return {
    kind: 'native',
    threads,
    Tensor: native.Tensor,
    create: (graph, files) =>
      native.InferenceSession.create(graph.graph, {
        executionProviders: ['cpu'],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        logSeverityLevel: 3,
        externalData: bytesGiven(graph, files),
        extra: { session: { ...sessionOptions(files.folder), ...quantisationOptions(graph) } },
      }),
  };
}

/**
 * Entries of onnxruntime_session_options_config_keys.h. Threads that wait for work sleep: by default they spin, which takes
 * the processor from the editor, and on busy cores from the thread that they wait for.
 * @param folder where a model that is given as bytes has its external files
 */
function sessionOptions(folder: string | undefined): Record<string, unknown> {
  return {
    intra_op: { allow_spinning: '0' },
    ...(folder === undefined ? {} : { model_external_initializers_file_folder_path: folder }),
  };
}
