import { CloudError, type CloudServiceType } from '@iopath/usecases';
import type { Answer } from '../call/transport';
import { WireRecord } from '../wire/wire-record';
import { parseMicroversion, type Microversion } from './microversion';

/** One version of an API, as its service tells it. */
export interface ApiVersion {
  readonly id: string;
  /** The last part of its own address; empty where it is served at the root. */
  readonly segment: string;
  readonly min: Microversion | null;
  readonly max: Microversion | null;
}

/**
 * The versions that a document names: `{"versions": […]}`, Keystone's `{"versions": {"values": […]}}`, or the one
 * `{"version": {…}}` of a versioned address. Null when it is no such document.
 */
export function readVersions(answer: Answer, service: CloudServiceType, url: URL): readonly ApiVersion[] | null {
  const { json } = answer;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const document = WireRecord.of(json, service, 'versions');
  if (document.has('version')) return [readVersion(document.record('version'), url)];
  const { versions } = json as { readonly versions?: unknown };
  if (Array.isArray(versions)) return document.records('versions').map((version) => readVersion(version, url));
  if (typeof versions !== 'object' || versions === null) return null;
  return document
    .record('versions')
    .records('values')
    .map((version) => readVersion(version, url));
}

function readVersion(version: WireRecord, url: URL): ApiVersion {
  const self = (version.recordsOrNull('links') ?? []).find((link) => link.textOrNull('rel') === 'self');
  // Nova calls the highest `version`, everybody else `max_version`; both are empty where there are none.
  return {
    id: version.text('id'),
    segment: lastSegment(self?.textOrNull('href') ?? '', url),
    min: parseMicroversion(version.textOrNull('min_version')),
    max: parseMicroversion(version.textOrNull('max_version') ?? version.textOrNull('version')),
  };
}

function lastSegment(href: string, url: URL): string {
  const path = href === '' || !URL.canParse(href, url) ? '' : new URL(href, url).pathname;
  return path.split('/').findLast((part) => /^v\d/.test(part)) ?? '';
}

export function noVersions(service: CloudServiceType, url: URL): CloudError {
  const message = `${service} at ${url.origin}${url.pathname} tells none of its API's versions that is spoken here.`;
  return new CloudError(service, message, null, 'cloud.version_unknown', null, false);
}
