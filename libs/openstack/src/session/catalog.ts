import { CloudError, type CloudServiceType } from '@iopath/usecases';
import type { CloudAccess } from '../cloud-access';
import type { WireRecord } from '../wire/wire-record';

export interface CatalogEntry {
  readonly type: string;
  readonly endpoints: readonly CatalogEndpoint[];
}

export interface CatalogEndpoint {
  readonly interface: string;
  readonly region: string | null;
  readonly url: string;
}

/** Types under which older clouds have registered the version of an API that is spoken here, beside the type itself. */
const FORMER_TYPES: Readonly<Partial<Record<CloudServiceType, readonly string[]>>> = {
  identity: ['identityv3', 'identity_v3'],
  compute: ['computev21', 'compute_v21'],
  image: ['imagev2', 'image_v2'],
};

/** The `catalog` of a token; empty when it has none. */
export function readCatalog(token: WireRecord): readonly CatalogEntry[] {
  return (token.recordsOrNull('catalog') ?? []).map((entry) => ({
    type: entry.text('type'),
    endpoints: entry.records('endpoints').map((endpoint) => ({
      interface: endpoint.text('interface'),
      region: endpoint.textOrNull('region_id') ?? endpoint.textOrNull('region'),
      url: endpoint.text('url'),
    })),
  }));
}

/**
 * The address of a service: of its type, the interface and the region that are wanted.
 *
 * @throws CloudError telling what the catalog has instead
 */
export function findEndpoint(
  catalog: readonly CatalogEntry[],
  service: CloudServiceType,
  where: Pick<CloudAccess, 'region' | 'endpointInterface'>,
): string {
  const found = findUrl(catalog, [service, ...(FORMER_TYPES[service] ?? [])], where);
  return found.url ?? complain(service, found.problem);
}

/**
 * The address of a service that is none of the cloud's own, such as this one.
 *
 * @throws CloudError telling what the catalog has instead
 */
export function findForeignEndpoint(
  catalog: readonly CatalogEntry[],
  type: string,
  where: Pick<CloudAccess, 'region' | 'endpointInterface'>,
): string {
  const found = findUrl(catalog, [type], where);
  return found.url ?? complain('identity', found.problem);
}

type FoundUrl = { readonly url: string } | { readonly url: null; readonly problem: string };

/** @param types under which it may be registered, its own first */
function findUrl(
  catalog: readonly CatalogEntry[],
  types: readonly string[],
  { region, endpointInterface }: Pick<CloudAccess, 'region' | 'endpointInterface'>,
): FoundUrl {
  const entries = types.flatMap((type) => catalog.filter((entry) => entry.type === type));
  const endpoints = entries.flatMap((entry) => entry.endpoints);
  const found = endpoints.find(
    (each) => each.interface === endpointInterface && (region === null || each.region === region),
  );
  if (found !== undefined) return { url: found.url };
  const has = endpoints.map((each) => `${each.interface} in ${each.region ?? 'no region'}`);
  const instead = has.length === 0 ? `it has ${namesOf(catalog)}` : `it has ${has.join(', ')}`;
  const wanted = `${endpointInterface} endpoint of ${types[0]}${region === null ? '' : ` in region ${region}`}`;
  return { url: null, problem: `The catalog names no ${wanted}: ${instead}.` };
}

function complain(service: CloudServiceType, problem: string): never {
  throw new CloudError(service, problem, null, 'cloud.endpoint_missing', null, false);
}

/** Regions in which a service of this type is registered, each once. */
export function regionsOf(catalog: readonly CatalogEntry[], type: string): readonly string[] {
  const endpoints = catalog.filter((entry) => entry.type === type).flatMap((entry) => entry.endpoints);
  return [...new Set(endpoints.map(({ region }) => region).filter((region) => region !== null))];
}

function namesOf(catalog: readonly CatalogEntry[]): string {
  return catalog.length === 0 ? 'no services at all' : catalog.map(({ type }) => type).join(', ');
}
