import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What somebody checked to be true of a machine, by the file that was captured of it. Null: the file does not tell. */
export interface MachineTruth {
  readonly kind: string;
  readonly numa?: Readonly<Record<string, NodeTruth>>;
  readonly cpu_count?: number;
  readonly sockets?: number | null;
  readonly cores?: number | null;
  readonly nics?: readonly NicTruth[];
  readonly iommu?: 'yes' | 'no' | null;
}

export interface NodeTruth {
  readonly cpus: string;
  readonly cpu_count?: number;
  readonly memory_kib?: number | null;
  readonly memory_bytes?: number | null;
  /** `33444704 KiB` */
  readonly memory?: string | null;
  /** By size in KiB. */
  readonly hugepages_total?: Readonly<Record<string, number>>;
  /** By `2048KiB`. */
  readonly pages?: Readonly<Record<string, string>>;
  /** `10 21` */
  readonly distance?: string | null;
}

export interface NicTruth {
  readonly pci: string;
  /** `8086:1521` */
  readonly id: string;
  readonly driver?: string | null;
  /** -1: not known. */
  readonly numa_node?: number | null;
  readonly near_nodes?: readonly number[];
  readonly iommu_group?: number | null;
  readonly sriov_totalvfs?: number | null;
  readonly sriov_numvfs?: number | null;
  readonly is_vf?: boolean;
  readonly names?: readonly string[];
}

export interface FileTruth {
  readonly name: string;
  readonly path: string;
  readonly truth: MachineTruth;
}

/** The files that `truth.json` in the folder names. Names begin with the folder's own. */
export function filesWithTruth(folder: string): readonly FileTruth[] {
  const text = readFileSync(join(folder, 'truth.json'), 'utf8');
  const truths = JSON.parse(text) as Readonly<Record<string, MachineTruth | readonly MachineTruth[]>>;
  return Object.entries(truths).flatMap(([name, of]) => {
    const [truth] = Array.isArray(of) ? (of as readonly MachineTruth[]) : [of as MachineTruth];
    return truth === undefined ? [] : [{ name, path: join(folder, name.replace(/^topology\//, '')), truth }];
  });
}
