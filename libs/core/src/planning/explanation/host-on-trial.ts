import type { HostState } from '../../fleet/host-state';
import { HostAnchors } from '../devices/host-anchors';
import type { RequestContext } from '../request-context';

/** A host on trial for one request: every rule is asked of it. */
export interface HostOnTrial {
  readonly host: HostState;
  readonly context: RequestContext;
  readonly anchors: HostAnchors;
  /** The host's facets (`fleet/facets.ts`) as short numbers: equal ones for equal texts. */
  readonly io: number;
  readonly devices: number;
  /** For each PF. */
  readonly pfs: readonly number[];
}

/** Puts hosts on trial, and gives each facet a number once. */
export class HostsOnTrial {
  private readonly io = new Map<string, number>();
  private readonly devices = new Map<string, number>();
  private readonly pfs = new Map<string, number>();

  constructor(private readonly context: RequestContext) {}

  of(host: HostState): HostOnTrial {
    const { context } = this;
    return {
      host,
      context,
      anchors: new HostAnchors(host, context),
      io: numberOf(this.io, host.facets.io),
      devices: numberOf(this.devices, host.facets.devices),
      pfs: host.pfs.map(({ facet, tenants }) => numberOf(this.pfs, `${this.strangers(tenants)}${facet}`)),
    };
  }

  /** Facets leave tenants out, and only `tenant_pf` asks for them. */
  private strangers(tenants: ReadonlySet<string>): string {
    const { isolation, projectId } = this.context.request;
    if (isolation !== 'tenant_pf') return '';
    return [...tenants].some((tenant) => tenant !== projectId) ? '!' : '';
  }
}

function numberOf(numbers: Map<string, number>, text: string): number {
  let number = numbers.get(text);
  if (number === undefined) numbers.set(text, (number = numbers.size));
  return number;
}
