import type { Flavor, VmRequest } from '../../request/vm-request';

/** The request with other extra specs. */
export function withExtraSpecs(request: VmRequest, extraSpecs: Flavor['extraSpecs']): VmRequest {
  return { ...request, flavor: { ...request.flavor, extraSpecs } };
}

/** Extra specs without some keys. */
export function without(extraSpecs: Flavor['extraSpecs'], keys: readonly string[]): Flavor['extraSpecs'] {
  return Object.fromEntries(Object.entries(extraSpecs).filter(([key]) => !keys.includes(key)));
}

/** Where an extra spec stands in a request, in words and as RFC 6901 pointer. */
export function extraSpecAt(key: string): { readonly subject: string; readonly pointer: string } {
  const escaped = key.replaceAll('~', '~0').replaceAll('/', '~1');
  return { subject: `flavor.extra_specs.${key}`, pointer: `/flavor/extra_specs/${escaped}` };
}
