import { DISK_PATHS, NIC_PATHS } from '../../io-path/catalogue';
import type { DiskCandidates, NicCandidates, RequestContext } from '../request-context';
import { DiskPathTrials } from './disk-path-trials';
import type { HostOnTrial } from './host-on-trial';
import { NicPathTrials } from './nic-path-trials';
import { unknownPath } from './path-trial';
import type { NicTrial, PathTrial, TrialsByDevice } from './refusal';
import type { RuleBook } from './rule-book';

type Ask<Trial> = (trial: HostOnTrial) => Trial;

/**
 * Every path asked for, on trial on host after host. Where the guest would lie is asked only of paths that no rule on
 * the path as a whole refuses: the fit is dear, and there is no guest to look at for a path that cannot be.
 */
export class PathTrials {
  private readonly nics: readonly (readonly Ask<NicTrial>[])[];
  private readonly disks: readonly (readonly Ask<PathTrial>[])[];

  constructor(
    private readonly context: RequestContext,
    book: RuleBook,
  ) {
    this.nics = context.nics.map((candidates, index) => nicTrials(index, candidates, context, book));
    this.disks = context.disks.map((candidates) => diskTrials(candidates, context, book));
  }

  /** How every path asked for fares on the host, the rules on the host as a whole aside. */
  on(trial: HostOnTrial): TrialsByDevice {
    const nics: (readonly NicTrial[])[] = [];
    for (const [index, paths] of this.nics.entries()) {
      const { nic, firstAlike } = this.context.nics[index] as NicCandidates;
      const alike = nics[firstAlike];
      nics.push(
        alike === undefined ? paths.map((ask) => ask(trial)) : alike.map((each) => ({ ...each, subject: nic.name })),
      );
    }
    return { nics, disks: this.disks.map((paths) => paths.map((ask) => ask(trial))) };
  }
}

function nicTrials(
  index: number,
  { nic, paths, ruledOut }: NicCandidates,
  context: RequestContext,
  book: RuleBook,
): readonly Ask<NicTrial>[] {
  const asked = new Set<string>([...paths.map(({ name }) => name), ...ruledOut.map(({ path }) => path)]);
  const known = NIC_PATHS.filter(({ name }) => asked.delete(name)).map((path): Ask<NicTrial> => {
    const trials = new NicPathTrials(index, nic, path, context, book);
    return (trial) => trials.on(trial);
  });
  const unknown = ruledOut
    .filter(({ path }) => asked.has(path))
    .map(({ path, rejection }): Ask<NicTrial> => {
      const fallen = { ...unknownPath(nic.name, path, rejection, book), nicPath: null, pfs: [] };
      return () => fallen;
    });
  return [...known, ...unknown];
}

function diskTrials(
  { disk, paths, ruledOut }: DiskCandidates,
  context: RequestContext,
  book: RuleBook,
): readonly Ask<PathTrial>[] {
  const asked = new Set<string>([...paths.map(({ name }) => name), ...ruledOut.map(({ path }) => path)]);
  const known = DISK_PATHS.filter(({ name }) => asked.delete(name)).map((path): Ask<PathTrial> => {
    const trials = new DiskPathTrials(disk, path, context, book);
    return (trial) => trials.on(trial);
  });
  const unknown = ruledOut
    .filter(({ path }) => asked.has(path))
    .map(({ path, rejection }): Ask<PathTrial> => {
      const fallen = unknownPath(disk.name, path, rejection, book);
      return () => fallen;
    });
  return [...known, ...unknown];
}
