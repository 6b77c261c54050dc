import type { RefusalReason } from '../../refusalReasons';
import type { Dataflow } from '../graph/dataflow';
import type { GraphNode } from '../graph/model';
import type { AddedNodes } from './addedNodes';
import type { FusedBlock } from './fusedBlock';
import type { Understood } from './understood';

/** How one fused operator is read. */
export interface FusedOperator {
  readonly understood: Understood;
  /** The operator set from which on the nodes that are added for it have the forms that are written here. */
  readonly firstOpset: number;
  /** Reads a node whose inputs and attributes are all understood. */
  readonly read: (fused: FusedNode) => FusedBlock | RefusalReason;
}

/** A node of a fused operator that is being read. */
export interface FusedNode {
  readonly flow: Dataflow;
  readonly node: GraphNode;
  readonly added: AddedNodes;
  /** The operator's name, for refusals. */
  readonly op: string;
  /** The input of a name by the operator's specification; `''` where it is left out. */
  readonly named: (name: string) => string;
}
