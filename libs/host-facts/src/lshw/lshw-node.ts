/** A node of lshw's tree, the same out of XML and JSON. Texts are as they are written, and empty where they are not there. */
export interface LshwNode {
  readonly id: string;
  /** `network`, `storage`, `display`, `processor` … */
  readonly class: string;
  readonly businfo: string;
  readonly handle: string;
  /** In XML since B.02.19. */
  readonly modalias: string;
  readonly logicalNames: readonly string[];
  readonly description: string;
  readonly product: string;
  readonly vendor: string;
  /** Of a network node its speed now; null: not told, or in another unit. */
  readonly sizeBitPerS: number | null;
  readonly configuration: ReadonlyMap<string, string>;
  readonly capabilities: ReadonlySet<string>;
  readonly children: readonly LshwNode[];
}

export const BIT_PER_S = 'bit/s';
