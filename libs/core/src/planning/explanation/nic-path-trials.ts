import type { Rejection } from '../../feasibility/rejection';
import type { PfState } from '../../fleet/host-state';
import type { NicPath } from '../../io-path/nic-path';
import type { NicRequest } from '../../request/vm-request';
import type { RequestContext } from '../request-context';
import { farPfs, refusalOfGuest, type FarDevices } from './guest-place';
import type { HostOnTrial } from './host-on-trial';
import { pathTrial, type NicTrial, type PathTrial } from './path-trial';
import type { Refusal } from './refusal';
import { remembered } from '../search/remembered';
import type { RuleBook } from './rule-book';
import { GUEST_FOR_PATH, NIC_NUMA_AFFINITY, PF_PRESENT } from './rule-lists';
import { noDevice, weighDevices, type DeviceAnswers, type WeighedDevices } from './weigh-devices';

const NO_PF: Rejection = { code: 'pf.none', required: 'an SR-IOV capable NIC', available: 'none' };

/** A trial as remembered, with the positions of the PFs that pass. */
interface Remembered {
  readonly trial: PathTrial;
  readonly passing: readonly number[];
}

/**
 * One path of one NIC on trial on host after host. What rules say is remembered by the facets that they read, for there
 * are few kinds of host and PF.
 *
 * Where the guest would lie is asked only where no rule on the path as a whole refuses: the fit is dear, and there is no
 * guest to look at for a path that cannot be.
 */
export class NicPathTrials {
  private readonly byRequest: readonly Refusal[];
  private readonly byIo = new Map<number, readonly Refusal[]>();
  private readonly byPf = new Map<number, DeviceAnswers>();
  private readonly known = new Map<string, Remembered>();
  private readonly deviceRanks: readonly number[];

  constructor(
    private readonly index: number,
    private readonly nic: NicRequest,
    private readonly path: NicPath,
    private readonly context: RequestContext,
    private readonly book: RuleBook,
  ) {
    const { lists, ranks } = book;
    this.byRequest = book.refusals(lists.nicPath, (rule) => rule.reject(path, nic, context));
    this.deviceRanks = [...lists.nicDevice.map(({ name }) => name), NIC_NUMA_AFFINITY].map((name) =>
      ranks.rankOf(name),
    );
  }

  on(trial: HostOnTrial): NicTrial {
    const { path, index } = this;
    const isPossible = this.byRequest.length === 0 && this.byHost(trial).length === 0;
    const noGuest = isPossible ? refusalOfGuest(index, path, trial) : null;
    const far = isPossible && path.takes !== 'nothing' ? farPfs(index, path, trial) : null;
    const key = [trial.io, path.takes === 'nothing' ? '' : trial.pfs.join(), textOf(noGuest), textOf(far)].join('|');
    const known = remembered(this.known, key, () => this.tried(trial, noGuest, far));
    const { pfs } = trial.host;
    return { trial: known.trial, nicPath: path, pfs: known.passing.map((at) => pfs[at] as PfState) };
  }

  private tried(trial: HostOnTrial, noGuest: Rejection | null, far: FarDevices | null): Remembered {
    const { path, book } = this;
    const byGuest = noGuest === null ? [] : [book.refusal(GUEST_FOR_PATH, noGuest)];
    const single = [...this.byRequest, ...this.byHost(trial), ...byGuest];
    const weighed = path.takes === 'nothing' ? null : this.weighed(trial, far);
    return { trial: pathTrial(path.name, single, weighed), passing: weighed?.passing ?? [] };
  }

  private weighed(trial: HostOnTrial, far: FarDevices | null): WeighedDevices {
    const { pfs } = trial.host;
    if (pfs.length === 0) return noDevice(this.book.refusal(PF_PRESENT, NO_PF, { refused: 0, of: 0 }));
    const answers = pfs.map((pf, at) => [
      ...this.byFacet(pf, trial.pfs[at] as number),
      far?.positions.includes(at) === true ? far.rejection : null,
    ]);
    return weighDevices(answers, this.deviceRanks);
  }

  private byHost({ host, io }: HostOnTrial): readonly Refusal[] {
    const { path, nic, book } = this;
    return remembered(this.byIo, io, () => book.refusals(book.lists.nicHost, (rule) => rule.reject(path, nic, host)));
  }

  private byFacet(pf: PfState, facet: number): DeviceAnswers {
    const { path, nic, context, book } = this;
    return remembered(this.byPf, facet, () => book.lists.nicDevice.map((rule) => rule.reject(path, nic, pf, context)));
  }
}

function textOf(fact: object | null): string {
  return fact === null ? '' : JSON.stringify(fact);
}
