import { cloudFinding, type DriftFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';

/**
 * What Placement holds for consumers that are no servers. While anything migrates or is resized nothing is said: Nova then
 * keeps one half of the resources under the id of the migration (`nova/conductor/tasks/migrate.py`). Amounts that an
 * operator or another service set aside with a consumer of its own look the same; the command is for people to judge.
 */
export function placementAllocationOrphaned({ hostName, cloud }: ComparedHost): readonly DriftFinding[] {
  if (!cloud.isServerListComplete || cloud.hasMigrations) return [];
  return cloud.strangers.map(({ consumerId, amounts }) => {
    const detail = `Consumer ${consumerId} is no server, and holds ${amounts} of ${hostName}.`;
    const commands = [
      `openstack resource provider allocation show ${consumerId}`,
      `openstack resource provider allocation delete ${consumerId}`,
    ];
    const subject = { kind: 'allocation', id: consumerId } as const;
    return cloudFinding('placement_allocation_orphaned', hostName, subject, { detail, commands });
  });
}
