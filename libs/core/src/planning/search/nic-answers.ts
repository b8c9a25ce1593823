import { firstRejection } from '../../feasibility/rejection';
import { NIC_DEVICE_RULES, NIC_HOST_RULES } from '../../feasibility/rules';
import type { HostState, PfState } from '../../fleet/host-state';
import type { NicPath } from '../../io-path/nic-path';
import type { NicCandidates, RequestContext } from '../request-context';

/** What rules say of a NIC's paths, asked once for each facet that they read (`fleet/facets.ts`). */
export class NicAnswers {
  private readonly byIo = new Map<string, readonly NicPath[]>();
  private readonly byPf = new Map<string, ReadonlySet<NicPath>>();

  /** Paths that the host as such can give to the NIC. */
  pathsOn(host: HostState, { nic, paths }: NicCandidates): readonly NicPath[] {
    const { io } = host.facets;
    let open = this.byIo.get(io);
    if (open === undefined) {
      open = paths.filter((path) => firstRejection(NIC_HOST_RULES, (rule) => rule.reject(path, nic, host)) === null);
      this.byIo.set(io, open);
    }
    return open;
  }

  /** Paths of those that take a device for which the PF can serve. */
  pathsBy(pf: PfState, candidates: NicCandidates, context: RequestContext): ReadonlySet<NicPath> {
    // Facets leave tenants out, and only `tenant_pf` asks for them.
    if (context.request.isolation === 'tenant_pf') return servedBy(pf, candidates, context);
    let served = this.byPf.get(pf.facet);
    if (served === undefined) {
      served = servedBy(pf, candidates, context);
      this.byPf.set(pf.facet, served);
    }
    return served;
  }
}

function servedBy(pf: PfState, { nic, paths }: NicCandidates, context: RequestContext): ReadonlySet<NicPath> {
  const isServed = (path: NicPath): boolean =>
    firstRejection(NIC_DEVICE_RULES, (rule) => rule.reject(path, nic, pf, context)) === null;
  return new Set(paths.filter((path) => path.takes !== 'nothing' && isServed(path)));
}
