import { findSettings, readCloudAddress, readTls, type CloudAddress, type CloudTls } from './cloud-access';
import { readCredentials, type CloudCredentials } from './cloud-credentials';
import type { CloudSettings } from './cloud-settings';
import type { FileSurroundings } from './clouds-file';
import { Secret } from './secret';

/** A token that the caller has already, from `openstack token issue` or another tool. */
export interface TokenCredentials {
  readonly kind: 'token';
  readonly token: Secret;
}

/** Whom a caller of the service's own API speaks as, and where he learns its address. */
export interface CallerAccess {
  /** null: by no Keystone, so that the service's address has to be told. */
  readonly cloud: CloudAddress | null;
  /** null: as nobody, which a service with `AUTH_MODE=none` lets in. */
  readonly credentials: CloudCredentials | TokenCredentials | null;
  readonly tls: CloudTls;
}

const TOKEN_TYPES: readonly string[] = ['token', 'v3token'];

/** keystoneauth's plugin of this name asks nobody for a token (keystoneauth1/noauth.py). */
const NOBODY = 'none';

/**
 * Reads as whom a client of the service speaks, as every OpenStack client does: `OS_CLOUD` with `clouds.yaml`, `OS_*`
 * variables, and, beside what a service may have, a token (`OS_TOKEN`) or nobody (`OS_AUTH_TYPE=none`).
 *
 * @param problems takes everything that is wrong, one line each, never with a value that may be secret
 * @returns null when it cannot be used; `problems` says why
 */
export function readCallerAccess(files: FileSurroundings, problems: string[]): CallerAccess | null {
  const found = findSettings(files, problems);
  if (found === null) return null;
  const { settings, origin, meansACloud } = found;
  const token = tokenOf(settings, files);
  const type = settings.text('auth_type')?.toLowerCase();
  const access =
    type === NOBODY || (!meansACloud && token === null)
      ? { cloud: null, credentials: null, tls: readTls(settings, files) }
      : withCredentials(settings, token, () => readCloudAddress(settings, origin, files), files);
  problems.push(...settings.problems);
  return settings.problems.length > 0 ? null : access;
}

function withCredentials(
  settings: CloudSettings,
  token: Secret | null,
  address: () => CloudAddress | null,
  files: FileSurroundings,
): CallerAccess {
  // A token needs no Keystone where the service's address is told.
  const cloud = token !== null && !settings.has('auth_url') ? null : address();
  const credentials = token === null ? readCredentials(settings) : ({ kind: 'token', token } as const);
  return { cloud, credentials, tls: cloud?.tls ?? readTls(settings, files) };
}

/** `OS_TOKEN`, or `token` of the cloud's entry, unless another way to log in is named. */
function tokenOf(settings: CloudSettings, { env }: FileSurroundings): Secret | null {
  const type = settings.text('auth_type')?.replaceAll('_', '').toLowerCase();
  if (type !== undefined && !TOKEN_TYPES.includes(type)) return null;
  const fromVariable = env['OS_TOKEN']?.trim() ?? '';
  const token = fromVariable === '' ? settings.text('token') : fromVariable;
  if (token === null && type !== undefined) settings.problem('token', 'must be set');
  return token === null ? null : new Secret(token);
}
