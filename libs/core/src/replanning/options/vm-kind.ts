import type { Fleet } from '../../fleet/fleet';
import { canonicalJson } from '../../inventory/canonical-inventory';
import type { PlanningPolicy } from '../../planning/planning-policy';
import { requestContext, type RequestContext } from '../../planning/request-context';
import { withProfile } from '../../planning/request-profile';
import type { HeldVm } from '../held-vm';
import { narrowedRequest } from '../mechanism/narrowed-request';

/** VMs that find the same everywhere: they differ in name, in who asked for them, and in where they are. */
export interface VmKind {
  /** Any of them. */
  readonly example: HeldVm;
  /** What each of them asks of a host, its own not left out. */
  readonly context: RequestContext;
}

/** Tells the kinds of VM apart. */
export class VmKinds {
  private readonly byText = new Map<string, VmKind>();
  private readonly byVm = new Map<string, VmKind>();

  /**
   * @param fleet that all who may move have left.
   * @throws RequestRefusedByNovaError when flavor and image of a VM contradict each other: it would not run then.
   */
  constructor(
    private readonly fleet: Fleet,
    private readonly policy: PlanningPolicy,
    private readonly keepGroups: boolean,
  ) {}

  of(vm: HeldVm): VmKind {
    const known = this.byVm.get(vm.reservationId);
    if (known !== undefined) return known;
    const text = textOf(vm);
    let kind = this.byText.get(text);
    if (kind === undefined) {
      kind = { example: vm, context: this.contextOf(vm) };
      this.byText.set(text, kind);
    }
    this.byVm.set(vm.reservationId, kind);
    return kind;
  }

  private contextOf(vm: HeldVm): RequestContext {
    const narrowed = narrowedRequest(vm, { paths: 'kin', keepGroups: this.keepGroups, toHosts: null });
    const { excludeHosts } = vm.request.constraints;
    const anyHost = { ...narrowed, constraints: { ...narrowed.constraints, excludeHosts } };
    return requestContext(anyHost, this.fleet, withProfile(this.policy, vm.profile));
  }
}

function textOf({ request, profile, paths, extraSpecs, serverId }: HeldVm): string {
  const { name: _name, count: _count, reserve: _reserve, reservationTtlS: _ttl, projectId, ...asked } = request;
  const tenant = request.isolation === 'tenant_pf' ? projectId : null;
  return canonicalJson({ asked, tenant, profile, paths, extraSpecs, hasServer: serverId !== null });
}
