import { CloudError, type CloudServiceType } from '@iopath/usecases';
import type { Caller } from '../call/caller';
import { formatMicroversion, negotiateMicroversion, type MicroversionRange } from './microversion';
import { noVersions, readVersions, type ApiVersion } from './version-document';

/** Which version of an API is spoken here. */
export interface SpokenApi {
  readonly service: CloudServiceType;
  /** The id of the version in the service's document. */
  readonly versionId: RegExp;
  /** null: the API has no microversions. */
  readonly microversions: MicroversionRange | null;
}

/** Where a version of an API is served, without a slash at its end. */
export interface Endpoint {
  readonly url: string;
  readonly microversion: string | null;
}

/**
 * Asks an address which versions of its API it serves. The document tells the version's part of the path and its
 * microversions; host and prefix stay those of the address that was asked, since what a service behind a proxy believes
 * of its own address is often wrong, and a token is not sent where a document points.
 *
 * @param address of the catalog: versioned or not, with the project's id at its end or without
 * @throws CloudError when none is spoken here, or nothing answers
 */
export async function discover(
  address: string,
  api: SpokenApi,
  caller: Caller,
  token: { readonly value: string; readonly projectId: string | null } | null,
): Promise<Endpoint> {
  const base = withoutProject(address, token?.projectId ?? null);
  // A versioned address may know of nothing but itself; one level up is the document of all.
  for (const url of [base, base.replace(/\/v\d[^/]*$/, '')]) {
    const version = await askVersion(url, api, caller, token?.value ?? null);
    if (version === null) continue;
    const isVersioned = version.segment === '' || url.endsWith(`/${version.segment}`);
    return { url: isVersioned ? url : `${url}/${version.segment}`, microversion: microversionOf(version, api) };
  }
  throw noVersions(api.service, new URL(base));
}

async function askVersion(
  address: string,
  { service, versionId }: SpokenApi,
  caller: Caller,
  token: string | null,
): Promise<ApiVersion | null> {
  const url = new URL(`${address}/`);
  const headers = token === null ? {} : { 'x-auth-token': token };
  // Keystone and Glance answer 300 where there are several; who has none may answer anything.
  const answer = await caller.call({ service, method: 'GET', url, headers, accepted: [401, 403, 404] });
  if (answer.status === 401) throw unauthorized(service);
  const versions = answer.status >= 400 ? null : readVersions(answer, service, url);
  const spoken = versions?.filter(({ id }) => versionId.test(id)) ?? [];
  return spoken.toSorted((left, right) => minorOf(right.id) - minorOf(left.id))[0] ?? null;
}

function microversionOf(version: ApiVersion, { service, microversions }: SpokenApi): string | null {
  return microversions === null ? null : formatMicroversion(negotiateMicroversion(service, version, microversions));
}

/** `/v2.1/<project>`, as catalogs of older set-ups have it: the version's document stands one level up. */
function withoutProject(address: string, projectId: string | null): string {
  const base = address.replace(/\/+$/, '');
  return projectId !== null && base.endsWith(projectId) ? base.replace(/\/[^/]*$/, '') : base;
}

function minorOf(id: string): number {
  return Number(/\.(\d+)$/.exec(id)?.[1] ?? 0);
}

function unauthorized(service: CloudServiceType): CloudError {
  return new CloudError(service, `${service} refuses the token to tell its versions.`, 401, null, null, false);
}
