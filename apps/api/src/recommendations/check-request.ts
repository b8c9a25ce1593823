import {
  checkExtraSpecs,
  checkImageProperties,
  guestTopologyOf,
  type Fault,
  type OpenStackRelease,
  type VmRequest,
} from '@iopath/core';

/** What a look at the request alone tells to be wrong: names given twice, and what Nova of this release would refuse. */
export function requestCheck(release: OpenStackRelease): (request: VmRequest) => readonly Fault[] {
  return (request) => {
    const syntax = [
      ...namesTwice(request.nics, '/nics'),
      ...namesTwice(request.disks, '/disks'),
      ...checkExtraSpecs(request.flavor.extraSpecs, release),
      ...checkImageProperties(request.image.properties),
    ];
    return syntax.length > 0 ? syntax : topologyFaults(request);
  };
}

function namesTwice(devices: readonly { readonly name: string }[], pointer: string): readonly Fault[] {
  const seen = new Set<string>();
  return devices.flatMap(({ name }, index) => {
    const isNew = !seen.has(name);
    seen.add(name);
    const message = `the name "${name}" is used above`;
    return isNew ? [] : [{ pointer: `${pointer}/${index}/name`, code: 'device.name_not_unique', message }];
  });
}

/** What Nova answers a server create with when flavor and image do not go together. */
function topologyFaults({ flavor, image }: VmRequest): readonly Fault[] {
  const result = guestTopologyOf(flavor, image);
  if (result.ok) return [];
  const { exception, message, pointer } = result.refusal;
  return [{ pointer, code: `nova.${snakeCase(exception)}`, message: `Nova refuses this (${exception}): ${message}` }];
}

function snakeCase(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3_$2').toLowerCase();
}
