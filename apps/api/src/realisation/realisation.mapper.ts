import type { CloudCall, Realisation, RealisationAsked, RealisedGuest } from '@iopath/usecases';
import type { CloudCallDto, RealisationDto, RealisedVmDto, RealiseRequestDto } from './realisation.dto';

export function toRealisationAsked(body: RealiseRequestDto): RealisationAsked {
  return {
    image: body.image,
    networks: body.networks ?? null,
    portsProject: body.ports_project ?? null,
    portSecurity: body.port_security_enabled ?? null,
    placement: body.placement ?? 'free',
    keyName: body.key_name ?? null,
    serverGroup: body.server_group ?? null,
    volumes: body.volumes ?? null,
    boot: body.boot ?? false,
    dryRun: body.dry_run ?? false,
  };
}

export function fromRealisation({ record, calls, dryRun }: Realisation): RealisationDto {
  return {
    recommendation_id: record.recommendationId,
    dry_run: dryRun,
    image: { id: record.image.id, name: record.image.name },
    vms: record.guests.map(fromGuest),
    calls: calls.map(fromCloudCall),
    notes: [...record.notes],
  };
}

function fromGuest(guest: RealisedGuest): RealisedVmDto {
  const { id, name, created } = guest.flavor;
  return {
    member: guest.member,
    state: guest.state,
    host_name: guest.hostName,
    server_name: guest.serverName,
    flavor: { id, name, created },
    ports: guest.ports.map((port) => ({ nic: port.nic, name: port.name, network_id: port.networkId, id: port.id })),
    server_request: guest.request === null ? null : fromCloudCall(guest.request),
    server_id: guest.serverId,
  };
}

export function fromCloudCall({ service, method, path, body, microversion }: CloudCall): CloudCallDto {
  return { service, method, path, microversion: microversion ?? null, body };
}
