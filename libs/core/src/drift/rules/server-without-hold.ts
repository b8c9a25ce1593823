import { isOnHost, namesRecommendation, RECOMMENDATION_METADATA } from '../../reconcile/match-servers';
import { cloudFinding, type DriftFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';

/** Servers that name a recommendation, and hold nothing: their reservation ran out, or was released under them. */
export function serverWithoutHold({ hostName, cloud, serverOf }: ComparedHost): readonly DriftFinding[] {
  const ours = new Set([...serverOf.values()].map(({ server }) => server.id));
  return cloud.servers
    .filter(
      (observed) =>
        isOnHost(observed.server, hostName) && namesRecommendation(observed) && !ours.has(observed.server.id),
    )
    .map(({ server }) => {
      const recommendation = server.metadata[RECOMMENDATION_METADATA] ?? '';
      const detail = `Server ${server.id} was booted from recommendation ${recommendation}, which holds nothing for it any more.`;
      const commands = [`openstack server unset --property ${RECOMMENDATION_METADATA} ${server.id}`];
      return cloudFinding('server_without_hold', hostName, { kind: 'server', id: server.id }, { detail, commands });
    });
}
