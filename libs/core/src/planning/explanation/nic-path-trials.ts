import type { Rejection } from '../../feasibility/rejection';
import type { PfState } from '../../fleet/host-state';
import type { NicPath } from '../../io-path/nic-path';
import type { NicRequest } from '../../request/vm-request';
import type { RequestContext } from '../request-context';
import { nearNic, refusalOfGuest } from './guest-place';
import type { HostOnTrial } from './host-on-trial';
import { pathTrial } from './path-trial';
import type { NicTrial, Refusal } from './refusal';
import type { RuleBook } from './rule-book';
import { GUEST_FOR_PATH, NIC_NUMA_AFFINITY, PF_PRESENT } from './rule-lists';
import { weighDevices, type DeviceAnswers, type WeighedDevices } from './weigh-devices';

const NO_PF: Rejection = { code: 'pf.none', required: 'an SR-IOV capable NIC', available: 'none' };

/**
 * One path of one NIC on trial on host after host. What a rule says of a host or a PF is remembered by the facet that it
 * reads (`fleet/facets.ts`), for there are few kinds of either.
 */
export class NicPathTrials {
  private readonly byRequest: readonly Refusal[];
  private readonly byIo = new Map<string, readonly Refusal[]>();
  private readonly byPf = new Map<string, DeviceAnswers>();
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
    const { path, book } = this;
    const byHost = this.ofHost(trial);
    let single = byHost.length === 0 ? this.byRequest : [...this.byRequest, ...byHost];
    const mayBe = single.length === 0;
    const noGuest = mayBe ? refusalOfGuest(this.index, path, trial) : null;
    if (noGuest !== null) single = [book.refusal(GUEST_FOR_PATH, noGuest)];
    if (path.takes === 'nothing') {
      return { ...pathTrial(this.nic.name, path.name, single, null), nicPath: path, pfs: [] };
    }
    const weighed = this.weighed(trial, mayBe);
    return { ...pathTrial(this.nic.name, path.name, single, weighed), nicPath: path, pfs: weighed.passing };
  }

  private weighed(trial: HostOnTrial, mayBe: boolean): WeighedDevices<PfState> {
    const { pfs } = trial.host;
    if (pfs.length === 0) {
      const refusal = this.book.refusal(PF_PRESENT, NO_PF, { refused: 0, of: 0 });
      const { rank } = refusal;
      return { passing: [], blocking: [refusal], fallsAt: rank, alone: [rank], freedBy: [rank] };
    }
    const near = mayBe ? nearNic(this.index, this.path, trial) : null;
    const answers = pfs.map((pf) => [...this.ofPf(pf), near === null ? null : near(pf)]);
    return weighDevices(pfs, answers, this.deviceRanks);
  }

  private ofHost({ host }: HostOnTrial): readonly Refusal[] {
    const { io } = host.facets;
    let refusals = this.byIo.get(io);
    if (refusals === undefined) {
      refusals = this.book.refusals(this.book.lists.nicHost, (rule) => rule.reject(this.path, this.nic, host));
      this.byIo.set(io, refusals);
    }
    return refusals;
  }

  /** Facets leave tenants out, and only `tenant_pf` asks for them. */
  private ofPf(pf: PfState): DeviceAnswers {
    const asksForTenants = this.context.request.isolation === 'tenant_pf';
    const known = asksForTenants ? undefined : this.byPf.get(pf.facet);
    if (known !== undefined) return known;
    const { path, nic, context } = this;
    const answers = this.book.lists.nicDevice.map((rule) => rule.reject(path, nic, pf, context));
    this.byPf.set(pf.facet, answers);
    return answers;
  }
}
