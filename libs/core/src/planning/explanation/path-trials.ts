import { DISK_PATHS, NIC_PATHS } from '../../io-path/catalogue';
import type { DiskCandidates, NicCandidates, RequestContext } from '../request-context';
import { DiskPathTrials } from './disk-path-trials';
import type { HostOnTrial } from './host-on-trial';
import { NicPathTrials } from './nic-path-trials';
import type { HostTrials, NicTrial, PathTrial } from './path-trial';
import type { RuleBook } from './rule-book';
import { KNOWN_PATH } from './rule-lists';

type Ask<Trial> = (trial: HostOnTrial) => Trial;

/** Every path asked for, on trial on host after host. */
export class PathTrials {
  /** The NIC or disk of each trial, in the order in which {@link flat} gives them. */
  readonly subjects: readonly string[];
  private readonly nics: readonly (readonly Ask<NicTrial>[])[];
  private readonly disks: readonly (readonly Ask<PathTrial>[])[];

  constructor(
    private readonly context: RequestContext,
    book: RuleBook,
  ) {
    this.nics = context.nics.map((candidates, index) => nicTrials(index, candidates, context, book));
    this.disks = context.disks.map((candidates) => diskTrials(candidates, context, book));
    this.subjects = [
      ...context.nics.flatMap(({ nic }, index) => (this.nics[index] ?? []).map(() => nic.name)),
      ...context.disks.flatMap(({ disk }, index) => (this.disks[index] ?? []).map(() => disk.name)),
    ];
  }

  /** How every path asked for fares on the host, the rules on the host as a whole aside. NICs that are alike fare alike. */
  on(trial: HostOnTrial): HostTrials {
    const nics: (readonly NicTrial[])[] = [];
    for (const [index, paths] of this.nics.entries()) {
      const { firstAlike } = this.context.nics[index] as NicCandidates;
      nics.push(nics[firstAlike] ?? paths.map((ask) => ask(trial)));
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
  const unknown = unknownPaths(ruledOut, asked, book).map((trial): Ask<NicTrial> => {
    const fallen = { trial, nicPath: null, pfs: [] };
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
  return [
    ...known,
    ...unknownPaths(ruledOut, asked, book).map(
      (trial): Ask<PathTrial> =>
        () =>
          trial,
    ),
  ];
}

/** Paths that the catalogue does not hold. No change of a rule or host would open them. */
function unknownPaths(
  ruledOut: NicCandidates['ruledOut'],
  unknown: ReadonlySet<string>,
  book: RuleBook,
): readonly PathTrial[] {
  return ruledOut
    .filter(({ path }) => unknown.has(path))
    .map(({ path, rejection }) => {
      const refusal = book.refusal(KNOWN_PATH, rejection);
      const { rank } = refusal;
      return { path, takesDevice: false, blocking: [refusal], fallsAt: rank, alone: [rank], freedBy: [] };
    });
}
