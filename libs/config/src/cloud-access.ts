import path from 'node:path';
import { readCredentials, type CloudCredentials } from './cloud-credentials';
import { CloudSettings } from './cloud-settings';
import { OVERRIDABLE_SERVICES, type OverridableService } from './cloud-variables';
import { findCloud, type FileSurroundings } from './clouds-file';

/** Which of a service's addresses in the catalog is used. */
export type EndpointInterface = 'public' | 'internal' | 'admin';

/** How the services' certificates are checked, and ours shown. All are PEM texts, read at start. */
export interface CloudTls {
  readonly isVerified: boolean;
  /** null: those that Node trusts. */
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

/** How to reach an OpenStack cloud. */
export interface CloudAddress {
  /** Where it was told, for the log. */
  readonly origin: string;
  /** Keystone's URL, with or without `/v3`. */
  readonly authUrl: string;
  /** null: whatever the catalog names first. */
  readonly region: string | null;
  readonly endpointInterface: EndpointInterface;
  readonly endpointOverrides: Readonly<Partial<Record<OverridableService, string>>>;
  readonly tls: CloudTls;
}

/** How to reach it, and as whom. */
export interface CloudAccess extends CloudAddress {
  readonly credentials: CloudCredentials;
}

/** Without one of them no cloud is meant: a shell may have `OS_REGION_NAME` and the like set for other reasons. */
const MEANS_A_CLOUD = ['auth_url', 'username', 'user_id', 'password', 'application_credential_secret'];

/**
 * Reads how to reach the cloud as every OpenStack tool does: the cloud that `OS_CLOUD` names in `clouds.yaml`, and `OS_*`
 * variables, which win over the file. A `clouds.yaml` alone means nothing: a service does not go and use a cloud
 * because a file lies in its working directory.
 *
 * @param problems takes everything that is wrong, one line each, never with a value that may be secret
 * @returns null when no cloud is named, or when it cannot be used
 */
export function readCloudAccess(files: FileSurroundings, problems: string[]): CloudAccess | null {
  const found = findSettings(files, problems);
  if (found === null || !found.meansACloud) return null;
  const { settings, origin } = found;
  const address = readCloudAddress(settings, origin, files);
  const credentials = readCredentials(settings);
  problems.push(...settings.problems);
  if (settings.problems.length > 0 || address === null || credentials === null) return null;
  return { ...address, credentials };
}

/** All that files and variables say of the cloud; null, with what is wrong, when its entry cannot be read. */
export function findSettings(
  files: FileSurroundings,
  problems: string[],
): { readonly settings: CloudSettings; readonly origin: string; readonly meansACloud: boolean } | null {
  const settings = new CloudSettings();
  const name = files.env['OS_CLOUD']?.trim() ?? '';
  let origin = 'OS_* variables';
  if (name !== '') {
    const found = findCloud(name, files);
    for (const { entry, place } of found.layers) {
      settings.addEntry(entry, place);
      origin = place;
    }
    if (found.problems.length > 0) {
      problems.push(...found.problems);
      return null;
    }
  }
  settings.addEnvironment(files.env);
  const meansACloud = name !== '' || MEANS_A_CLOUD.some((key) => settings.has(key));
  return { settings, origin, meansACloud };
}

/** Null without a URL of Keystone; what is wrong stands in the settings' problems. */
export function readCloudAddress(
  settings: CloudSettings,
  origin: string,
  files: FileSurroundings,
): CloudAddress | null {
  const authUrl = settings.url('auth_url');
  if (!settings.has('auth_url')) settings.problem('auth_url', 'must be set to reach the cloud');
  const version = settings.text('identity_api_version');
  if (version !== null && !/^v?3(\.\d+)?$/.test(version)) {
    settings.problem('identity_api_version', 'Keystone is spoken to in version 3');
  }
  const address = {
    origin,
    region: regionOf(settings),
    endpointInterface: interfaceOf(settings),
    endpointOverrides: overridesOf(settings),
    tls: readTls(settings, files),
  };
  return authUrl === null ? null : { ...address, authUrl };
}

/** `region_name`, else the first of `regions`, each a name or `{name, values}`. */
function regionOf(settings: CloudSettings): string | null {
  if (settings.has('region_name')) return settings.text('region_name');
  const regions = settings.raw('regions');
  const first: unknown = Array.isArray(regions) ? regions[0] : undefined;
  if (typeof first === 'string') return first;
  if (typeof first === 'object' && first !== null && 'name' in first && typeof first.name === 'string')
    return first.name;
  if (regions !== undefined) settings.problem('regions', 'is not a list of names');
  return null;
}

/** `public`, or `publicURL` as older tools write it. */
function interfaceOf(settings: CloudSettings): EndpointInterface {
  const text = settings.text('interface')?.replace(/URL$/, '') ?? 'public';
  if (text === 'public' || text === 'internal' || text === 'admin') return text;
  settings.problem('interface', 'is not one of public, internal, admin');
  return 'public';
}

function overridesOf(settings: CloudSettings): Partial<Record<OverridableService, string>> {
  const overrides: Partial<Record<OverridableService, string>> = {};
  for (const service of OVERRIDABLE_SERVICES) {
    const url = settings.url(`${service}_endpoint_override`);
    if (url !== null) overrides[service] = url;
  }
  return overrides;
}

/** Which certificates are trusted, and shown; what is wrong stands in the settings' problems. */
export function readTls(settings: CloudSettings, files: FileSurroundings): CloudTls {
  const insecure = settings.flag('insecure');
  // requests, below the Python tools, takes a path for `verify` too; here that is what `cacert` is for.
  const isVerified = insecure === null ? (settings.flag('verify') ?? true) : !insecure;
  const cert = pemOf('cert', settings, files);
  const key = pemOf('key', settings, files);
  if (key !== null && cert === null && !settings.has('cert')) settings.problem('key', 'is of no use without cert');
  // One file may hold both.
  return { isVerified, ca: pemOf('cacert', settings, files), cert, key: key ?? cert };
}

function pemOf(key: string, settings: CloudSettings, files: FileSurroundings): string | null {
  const named = settings.text(key);
  if (named === null) return null;
  const file = path.resolve(files.workingDirectory, named.replace(/^~(?=\/)/, files.homeDirectory));
  const text = files.readText(file);
  if (text === null) settings.problem(key, `${file} cannot be read`);
  else if (!text.includes('-----BEGIN ')) settings.problem(key, `${file} is not a PEM file`);
  return text;
}
