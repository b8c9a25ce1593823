import {
  checkExtraSpecs,
  checkImageProperties,
  guestTopologyOf,
  PciAliases,
  refusalCode,
  undefinedAliasRefusal,
  type Fault,
  type NovaRefusal,
  type PlanningPolicy,
  type VmRequest,
} from '@iopath/core';

/** What a look at the request alone tells to be wrong: names given twice, and what Nova of this release would refuse. */
export function requestCheck({ release, cloud }: PlanningPolicy): (request: VmRequest) => readonly Fault[] {
  const aliases = cloud?.pciAliases ? new PciAliases(cloud.pciAliases) : null;
  return (request) => {
    const syntax = [
      ...namesTwice(request.nics, '/nics'),
      ...namesTwice(request.disks, '/disks'),
      ...checkExtraSpecs(request.flavor.extraSpecs, release),
      ...checkImageProperties(request.image.properties),
    ];
    return syntax.length > 0 ? syntax : novaFaults(request, aliases);
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

/** What Nova answers a server create with, of several refusals the one that it comes to first. */
function novaFaults({ flavor, image }: VmRequest, aliases: PciAliases | null): readonly Fault[] {
  const result = guestTopologyOf(flavor, image);
  const refusal = result.ok ? undefinedAliasRefusal(flavor.extraSpecs, aliases) : result.refusal;
  return refusal === null ? [] : [faultOf(refusal)];
}

function faultOf({ exception, message, pointer }: NovaRefusal): Fault {
  return { pointer, code: refusalCode(exception), message: `Nova refuses this (${exception}): ${message}` };
}
