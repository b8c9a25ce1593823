import type { HostState } from '../../fleet/host-state';
import { ClassTrial } from '../../planning/search/class-trial';
import { ANY_PATH } from '../../planning/search/contests';
import { BoundMemo } from '../../planning/search/device-bounds';
import { hostClasses } from '../../planning/search/host-classes';
import type { FeasibilityKind } from '../../planning/search/host-kinds';
import { KindTrial } from '../../planning/search/kind-trial';
import { remembered } from '../../planning/search/remembered';
import type { PlaceBook } from '../options/place-book';
import type { VmKind } from '../options/vm-kind';

/** A host with the most that a VM can score there. */
export interface RankedHost {
  readonly host: HostState;
  readonly bound: number;
}

/**
 * The hosts that may take VMs of a kind, the most promising first, by the bounds that the planner's own search uses: so a
 * VM's best places are found without working out its places everywhere.
 */
export class RankedHosts {
  private readonly known = new Map<VmKind, readonly RankedHost[]>();

  constructor(private readonly book: PlaceBook) {}

  of(kind: VmKind): readonly RankedHost[] {
    return remembered(this.known, kind, () => rank(kind, this.book));
  }
}

function rank({ context }: VmKind, { emptied }: PlaceBook): readonly RankedHost[] {
  const memo = new BoundMemo(context);
  const kinds = new Map<FeasibilityKind, KindTrial | null>();
  const anyPaths = context.nics.map(() => ANY_PATH);
  const ranked: RankedHost[] = [];
  for (const hosts of hostClasses(emptied.hosts, context)) {
    const kind = remembered(kinds, hosts.kind.feasibility, () => KindTrial.of(hosts.first, context));
    if (kind === null) continue;
    const trial = new ClassTrial(hosts, kind, context, memo);
    for (const member of hosts.members) {
      const bound = trial.bound(anyPaths, member);
      if (bound !== null) ranked.push({ host: member.host, bound });
    }
  }
  return ranked.sort((a, b) => b.bound - a.bound || (a.host.hostName < b.host.hostName ? -1 : 1));
}
