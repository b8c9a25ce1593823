import type { NoGood, Take } from '../options/move-option';

/** What counts in a target beside what its options cost and take. */
export interface TargetTerms {
  /** Found not to come true though the table allows it. */
  readonly noGoods: readonly NoGood[];
  /** Null: as many as it takes. */
  readonly maxMoves: number | null;
  /** Hosts that are in use whatever is chosen: somebody is there who is not in the table. */
  readonly alwaysInUse: ReadonlySet<string>;
  /** VFs that may come to be of no use. */
  readonly pockets: readonly VfPocket[];
  /** Known to be needed whatever is chosen: said to the solver, for it takes long to find out. */
  readonly least?: LeastCounts;
}

export interface LeastCounts {
  readonly stuck: number;
  /** Beside those that are always in use. */
  readonly hostsInUse: number;
}

/** VFs that are of use while so much is left beside them as a guest needs; else all that are free are stranded. */
export interface VfPocket {
  /** Key of the row that counts them while they are free. */
  readonly vfs: string;
  /** What has to be left of other rows; of one that the table has not there is always enough. */
  readonly needs: readonly Take[];
}

export const NO_TERMS: TargetTerms = { noGoods: [], maxMoves: null, alwaysInUse: new Set(), pockets: [] };
