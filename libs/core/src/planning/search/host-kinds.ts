import { firstRejection } from '../../feasibility/rejection';
import { NIC_HOST_RULES } from '../../feasibility/rules';
import type { HostFacets } from '../../fleet/facets';
import type { HostState } from '../../fleet/host-state';
import type { NicPath } from '../../io-path/nic-path';
import type { NicRequest } from '../../request/vm-request';
import { PfClasses } from './pf-classes';
import type { RequestContext } from '../request-context';
import type { RequestShape } from '../request-shape';

/**
 * Hosts on which rules and fit find the same for one request: which paths are open and why others are not, where the
 * guest may lie, which paths can stand together. They may differ in what their devices are worth.
 */
export interface FeasibilityKind {
  /** Whether the guest floats on such a host whatever paths it gets: then its NUMA nodes are of no account. */
  readonly floats: boolean;
}

/**
 * Hosts that are alike in all that paths, Nova's fit and devices' scores read: every way to run the VM is worth the same
 * on each. Only rules and terms on a host as a whole tell them apart.
 */
export interface HostKind {
  readonly feasibility: FeasibilityKind;
}

/** A step down what hosts are told apart by, one text or number after the other. */
type Branch = Map<string | number, unknown>;

const ofShapes = new WeakMap<RequestShape, unknown>();

/**
 * Tells the kinds of hosts apart, for requests of one shape. Facets are compiled with a host, and a fleet shares their objects, so
 * a host costs one look-up; what a request does not ask about is dropped from the facets once an object.
 */
export class HostKinds {
  private readonly byFacets = new Map<HostFacets, HostKind>();
  private readonly root: Branch = new Map();
  private readonly feasibilityRoot: Branch = new Map();
  private readonly pfClasses: PfClasses;
  /** By I/O facet. */
  private readonly floating = new Map<string, boolean>();

  private constructor(private readonly context: RequestContext) {
    this.pfClasses = new PfClasses(context);
  }

  /** Search and explanation tell hosts apart once, for all requests of one shape. */
  static for(context: RequestContext): HostKinds {
    return entryOf(ofShapes, context.shape, () => new HostKinds(context));
  }

  /** The host's kind: the same object for hosts of the same kind. */
  of(host: HostState): HostKind {
    // Facets leave tenants out, and only `tenant_pf` asks for them.
    if (this.context.request.isolation === 'tenant_pf') return this.kindOf(host, strangersOn(host, this.context));
    let kind = this.byFacets.get(host.facets);
    if (kind === undefined) {
      kind = this.kindOf(host, '');
      this.byFacets.set(host.facets, kind);
    }
    return kind;
  }

  private kindOf(host: HostState, strangers: string): HostKind {
    const { facets, cells } = host;
    const floats = this.guestFloats(host);
    // A guest that floats asks of NUMA nodes only whether there are several.
    const places = floats ? cells.length : facets.cells;
    const alike = reach(this.root, [facets.io, places, strangers, facets.vms]);
    return entryOf(alike, facets.devices, (): HostKind => {
      const openness = floats && this.asksForPfsOnly() ? this.openness(host) : `${strangers} ${facets.devices}`;
      const alikeToRules = reach(this.feasibilityRoot, [facets.io, places]);
      return { feasibility: entryOf(alikeToRules, openness, () => ({ floats })) };
    });
  }

  /** Whether of PFs it counts only for which paths they are open: no alias and no tenant is asked for. */
  private asksForPfsOnly(): boolean {
    return this.context.aliases.length === 0 && this.context.request.isolation !== 'tenant_pf';
  }

  private openness({ pfs, facets }: HostState): string {
    return `${pfs.map((pf) => this.pfClasses.of(pf)).join(' ')}|${facets.pciDevices}`;
  }

  /** Whether neither flavor and image nor any path that such a host can give makes Nova place the guest on nodes. */
  private guestFloats(host: HostState): boolean {
    const { facets } = host;
    let floats = this.floating.get(facets.io);
    if (floats === undefined) {
      const { topologies, flavorPciPolicy, nics } = this.context;
      floats =
        topologies.own === null &&
        flavorPciPolicy === null &&
        nics.every(({ nic, statedPolicy, paths }) => {
          const placing = paths.filter(({ needs }) => needs.guestMemory !== 'any');
          return statedPolicy === null && placing.every((path) => isRefused(path, nic, host));
        });
      this.floating.set(facets.io, floats);
    }
    return floats;
  }
}

function isRefused(path: NicPath, nic: NicRequest, host: HostState): boolean {
  return firstRejection(NIC_HOST_RULES, (rule) => rule.reject(path, nic, host)) !== null;
}

function reach(root: Branch, keys: readonly (string | number)[]): Branch {
  return keys.reduce((branch, key) => entryOf(branch, key, (): Branch => new Map()), root);
}

/** What a map holds under a key, made when there is nothing yet; entries under one key are of one type. */
function entryOf<Key, Entry>(map: Entries<Key>, key: Key, make: () => Entry): Entry {
  let entry = map.get(key) as Entry | undefined;
  if (entry === undefined) {
    entry = make();
    map.set(key, entry);
  }
  return entry;
}

interface Entries<Key> {
  get(key: Key): unknown;
  set(key: Key, entry: unknown): unknown;
}

/** Which PFs carry other projects. */
function strangersOn({ pfs }: HostState, { request }: RequestContext): string {
  return pfs.map(({ tenants }) => ([...tenants].some((tenant) => tenant !== request.projectId) ? '1' : '0')).join('');
}
