import type { IncomingMessage } from 'node:http';
import { publicPath, rewriteActionUrl } from './action-url';

describe('the URL of an action', () => {
  it.each`
    url                                   | route
    ${'/v1/allocations/0c1d-2e:confirm'}  | ${'/v1/allocations/0c1d-2e/:confirm'}
    ${'/v1/allocations/0c1d%3Aconfirm'}   | ${'/v1/allocations/0c1d/:confirm'}
    ${'/v1/allocations/0c1d:confirm?a=b'} | ${'/v1/allocations/0c1d/:confirm?a=b'}
    ${'/v1/allocations/0c1d?a=b:c'}       | ${'/v1/allocations/0c1d?a=b:c'}
    ${'/v1/replans/0c1d/steps/s1:done'}   | ${'/v1/replans/0c1d/steps/s1/:done'}
    ${'/v1/replans/0c1d/steps'}           | ${'/v1/replans/0c1d/steps'}
    ${'/v1/hosts:bulk'}                   | ${'/v1/hosts:bulk'}
    ${'/v1/hosts%3abulk'}                 | ${'/v1/hosts:bulk'}
    ${'/v1/hosts/compute-01'}             | ${'/v1/hosts/compute-01'}
    ${'/v1/hosts/a/inventory'}            | ${'/v1/hosts/a/inventory'}
    ${'/'}                                | ${'/'}
  `('$url is served at $route', ({ url, route }: { url: string; route: string }) => {
    expect(rewriteActionUrl({ url } as IncomingMessage)).toBe(route);
  });

  it('is documented as callers write it', () => {
    expect(publicPath('/v1/allocations/{id}/:confirm')).toBe('/v1/allocations/{id}:confirm');
  });
});
