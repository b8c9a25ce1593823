import type { MoveWay, VmMigratability } from '@iopath/core';
import type { JudgedHost } from '@iopath/usecases';
import { fromRejection } from '../recommendations/recommendation.mapper';
import type { DevicePathsDto, MigratabilityDto, MoveWayDto, VmMigratabilityDto } from './migratability.dto';

export function fromJudgedHost(judged: JudgedHost): MigratabilityDto {
  return {
    host_name: judged.hostName,
    vms: judged.vms.map(fromVm),
    not_judged: judged.notJudged.map(({ id, isServer, name, projectId, status }) => ({
      id,
      is_server: isServer,
      name,
      project_id: projectId,
      status,
    })),
    fleet_digest: judged.fleetDigest,
    model_version: judged.modelVersion,
  };
}

function fromVm({ vm, ...judged }: VmMigratability): VmMigratabilityDto {
  return {
    reservation_id: vm.reservationId,
    recommendation_id: vm.recommendationId,
    member: vm.member,
    server_id: vm.serverId,
    name: vm.name,
    project_id: vm.projectId,
    state: judged.state,
    paths: fromPaths(judged.paths),
    targets: judged.targets,
    ways: judged.ways.map(fromWay),
    refusals: judged.refusals.map(({ code, detail }) => ({ code, detail })),
    not_live_migratable: judged.notLive.map(({ device, path, reason }) => ({ device, path, reason })),
    rejections: judged.rejections.map(fromRejection),
  };
}

function fromWay({ mechanism, action, interruption, paths, hosts, hostNames }: MoveWay): MoveWayDto {
  const { atLeastS, atMostS, reason } = interruption;
  return {
    mechanism,
    action,
    interruption: { at_least_s: atLeastS, at_most_s: atMostS, reason },
    paths: fromPaths(paths),
    hosts,
    host_names: [...hostNames],
  };
}

function fromPaths({ nics, disks }: VmMigratability['paths']): DevicePathsDto {
  return { nics: { ...nics }, disks: { ...disks } };
}
