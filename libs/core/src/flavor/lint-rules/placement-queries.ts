/** Parameters of Placement's `GET /allocation_candidates` that no flavor can carry, plain or with a group's suffix. */
const QUERY = /^(member_of|in_tree|root_required|same_subtree|required|forbidden)([a-zA-Z0-9_-]{1,64})?(:.*)?$/;

export function isPlacementQuery(key: string): boolean {
  return QUERY.test(key);
}
