import type { FakeAnswer, FakeServiceType } from './fake-openstack';

/** Keystone's entry in its version document. */
export function keystoneVersion(url: string): unknown {
  return { id: 'v3.14', status: 'stable', links: [{ rel: 'self', href: `${url}/identity/v3/` }] };
}

/** What a service of release Zed says of its versions at this path; null when it says none there. */
export function versionDocument(service: FakeServiceType, path: string, url: string): FakeAnswer | null {
  const self = (rest: string) => [{ rel: 'self', href: `${url}/${service}${rest}` }];
  const at = path.replace(/\/$/, '');
  if (service === 'compute') {
    const current = { id: 'v2.1', status: 'CURRENT', version: '2.93', min_version: '2.1', links: self('/v2.1/') };
    const former = { id: 'v2.0', status: 'SUPPORTED', version: '', min_version: '', links: self('/v2/') };
    if (at === '/v2.1') return { status: 200, body: { version: current } };
    return at === '' ? { status: 200, body: { versions: [former, current] } } : null;
  }
  if (at !== '') return null;
  if (service === 'placement') {
    const links = [{ rel: 'self', href: '' }];
    const version = { id: 'v1.0', status: 'CURRENT', max_version: '1.39', min_version: '1.0', links };
    return { status: 200, body: { versions: [version] } };
  }
  if (service === 'network') {
    return { status: 200, body: { versions: [{ id: 'v2.0', status: 'CURRENT', links: self('/v2.0/') }] } };
  }
  const versions = ['v2.16', 'v2.15', 'v2.0'].map((id) => ({ id, status: 'SUPPORTED', links: self('/v2/') }));
  return { status: 300, body: { versions } };
}
