/**
 * Whether the same request can help if it is sent again: never; after the caller has changed something (the request, or
 * what it is about); after the present state was read again and the request was made to fit it; or later, as it is.
 */
export const RETRIES = ['never', 'after_change', 'after_read', 'later'] as const;
export type Retry = (typeof RETRIES)[number];

/**
 * Every `code` that an answer can carry, with its status, what it means to a client, and whether to retry. A code is never renamed and
 * never used again for something else. Codes of single faults (`errors[].code`) are in docs/problems.md.
 */
export const PROBLEM_CODES = {
  'body.empty': [400, 'A body is needed, and none came.', 'after_change'],
  'body.malformed_json': [400, 'The body is not JSON.', 'after_change'],
  'body.invalid_utf8': [400, 'The body is not UTF-8.', 'after_change'],
  'body.too_deep': [400, 'The JSON is nested too deeply.', 'after_change'],
  'body.forbidden_key': [
    400,
    'A field is called `__proto__`, or `constructor` with a prototype inside.',
    'after_change',
  ],
  'request.malformed': [400, 'The request is not proper HTTP, or its URL cannot be decoded.', 'after_change'],
  'query.invalid': [400, 'A query parameter is unknown, malformed or out of range.', 'after_change'],
  'query.marker_unknown': [400, 'The marker names nothing in this list.', 'after_change'],
  'host_name.malformed': [400, 'The host name in the URL cannot be one.', 'after_change'],
  'profile_name.malformed': [400, 'The name in the URL cannot be one of a profile.', 'after_change'],
  'idempotency.key_malformed': [400, 'An `Idempotency-Key` is 1 to 255 visible ASCII characters.', 'after_change'],
  'auth.token_missing': [401, 'No `X-Auth-Token` came. `WWW-Authenticate` says where to get one.', 'after_change'],
  'auth.token_invalid': [
    401,
    'Keystone does not know the token: it is wrong, expired or revoked. Get a new one.',
    'after_change',
  ],
  'auth.token_expired': [401, 'The token has expired. Get a new one.', 'after_change'],
  'auth.forbidden': [403, 'The policy does not let the caller do this.', 'after_change'],
  'auth.foreign_project': [
    403,
    'What is asked for would belong to a project that the caller may not act for.',
    'after_change',
  ],
  'auth.hosts_hidden': [
    403,
    'The request names hosts, and the policy does not let the caller see or name them.',
    'after_change',
  ],
  'auth.not_scoped': [
    403,
    'The token is scoped neither to a project nor to the system. Get one that is.',
    'after_change',
  ],
  'auth.wrong_region': [403, "The token's catalog names this service in other regions only.", 'never'],
  'route.not_found': [404, 'There is no such resource.', 'never'],
  'host.not_found': [404, 'There is no host of this name.', 'after_change'],
  'recommendation.not_found': [404, 'There is no recommendation of this id.', 'never'],
  'allocation.not_found': [404, 'There is no allocation of this id.', 'never'],
  'profile.not_found': [404, 'There is no profile of this name.', 'after_change'],
  'profile.version_not_found': [404, 'The profile never had this version.', 'never'],
  'sync.not_found': [404, 'There is no synchronisation of this id, or it was too long ago.', 'never'],
  'benchmark.not_found': [404, 'There is no series of runs of this id.', 'never'],
  'model.not_found': [404, 'There is no version of the performance model of this name.', 'after_change'],
  'replan.not_found': [404, 'There is no re-plan of this id, or it was too long ago.', 'never'],
  'replan.step_not_found': [404, 'The plan has no step of this name.', 'never'],
  'replan_schedule.not_found': [404, 'There is no schedule of this id.', 'after_change'],
  'audit.not_found': [404, 'There is no audit of this id, or it was too long ago.', 'never'],
  'method.not_allowed': [
    405,
    'The resource exists and does not have this method; `Allow` names those it has.',
    'never',
  ],
  'request.timeout': [408, 'The request took too long to arrive.', 'later'],
  'host.generation_conflict': [
    409,
    'Somebody wrote this host since you read it. Read it again, then retry.',
    'after_read',
  ],
  'host.already_exists': [
    409,
    'The host exists, and `generation` was null. Read it, then retry with its generation.',
    'after_read',
  ],
  'host.has_allocations': [
    409,
    'The host carries live reservations. Release them first, or delete it with `orphan=true`.',
    'after_change',
  ],
  'explanation.not_kept': [
    404,
    'It was decided before explanations had their present form. Submit the request again to have one.',
    'never',
  ],
  'recommendation.not_decided': [
    409,
    'It is not decided yet, so there is nothing to explain or reserve. Retry later.',
    'later',
  ],
  'recommendation.not_ready': [
    409,
    'It did not end as `ready`, so there is nothing to reserve. Retrying does not help.',
    'never',
  ],
  'recommendation.already_reserved': [409, 'Its devices are reserved already.', 'never'],
  'recommendation.no_longer_fits': [
    409,
    'What was recommended is no longer free. Ask for a new recommendation.',
    'never',
  ],
  'recommendation.host_moved': [
    409,
    'A swap moved the VM to another host, of which this text would not hold. Ask for another format.',
    'never',
  ],
  'realisation.in_progress': [409, 'Another request is realising it. Ask again in a moment.', 'later'],
  'realisation.other_choices': [
    409,
    'It was realised, or begun, with other choices. Ask with the same, or for a new recommendation.',
    'after_change',
  ],
  'realisation.cloud_unfit': [
    409,
    'The cloud is not as the recommendation needs it; `errors` tells what its image or Neutron lacks.',
    'after_change',
  ],
  'realisation.refused_by_nova': [
    409,
    'Nova refuses an extra spec of the flavor; `detail` has its words, and `errors` points at the extra spec. What was made was taken back.',
    'after_change',
  ],
  'realisation.left_behind': [409, 'The cloud does not take back what an earlier try made. Retry later.', 'later'],
  'recommendation.failed': [409, 'It ended as `failed`, so there is nothing to explain. Ask again.', 'never'],
  'recommendation.refused_by_nova': [
    409,
    'Nova of the present release would refuse the request, so it cannot be decided again.',
    'never',
  ],
  'allocation.generation_conflict': [
    409,
    'Somebody changed this allocation since you read it. Read it again, then retry.',
    'after_read',
  ],
  'allocation.expired': [409, 'The reservation ran out. Ask for a new recommendation.', 'never'],
  'allocation.released': [409, 'The allocation was released. Ask for a new recommendation.', 'never'],
  'allocation.moving': [
    409,
    'A step of a re-plan moves the VM. Retry when it is over, or stop the re-plan first.',
    'later',
  ],
  'allocation.confirmed_for_another_server': [409, 'Another server uses it. Retrying does not help.', 'never'],
  'allocation.swap_does_not_fit': [
    409,
    'Not all VMs of the swap find a place; `errors` tells of each what is against it. Nothing was moved.',
    'after_change',
  ],
  'recommendation.not_reserved': [409, 'Nothing was reserved for it. Reserve it first.', 'after_change'],
  'audit.running': [409, 'Another audit is under way. Retry later.', 'later'],
  'allocation.already_confirmed': [
    409,
    'It is confirmed, and so does not end by itself. There is nothing to renew.',
    'never',
  ],
  'allocation.not_confirmed': [409, 'No server uses it. Confirm it first.', 'after_change'],
  'allocation.moved': [
    409,
    'The VM holds another device than was decided, and which path that one serves is not kept. Nothing can be compared with it.',
    'never',
  ],
  'allocation.not_comparable': [
    409,
    'The model predicts nothing of this device, or a fact that it would need is not in the inventory.',
    'after_change',
  ],
  'allocation.device_gone': [409, 'Its device is not in the inventory of its host. Confirm when it is back.', 'later'],
  'drift.not_found': [404, 'There is no such finding, or it is no more.', 'after_read'],
  'drift.not_ours': [409, 'The finding is not the ledger’s: run its commands instead. Nothing was changed.', 'never'],
  'quarantine.not_found': [404, 'There is no such quarantine.', 'never'],
  'quarantine.already_open': [409, 'The device is in quarantine already.', 'never'],
  'replan.no_steps': [
    409,
    'It was asked of an imagined fleet, or for an answer: there are no steps that could be made.',
    'never',
  ],
  'replan.not_planned': [409, 'Only a re-plan that is planned, and was not applied yet, can be applied.', 'never'],
  'replan.outdated': [
    409,
    'The fleet no longer allows the plan; `errors` points at the step. Nothing was begun. Ask for a new re-plan.',
    'never',
  ],
  'replan.not_applying': [409, 'It is neither applied nor paused, so there is nothing to stop.', 'never'],
  'replan.not_paused': [409, 'It is not paused, so there is nothing to go on with.', 'never'],
  'replan.step_through_cloud': [409, 'Nova is asked for the step, and tells how it ended.', 'never'],
  'replan.step_not_begun': [409, 'Nothing is held for the step yet: it waits for others, or was not applied.', 'later'],
  'replan.step_over': [409, 'The step ended otherwise.', 'never'],
  'replan_schedule.generation_conflict': [
    409,
    'Somebody wrote this schedule since you read it. Read it again, then retry.',
    'after_read',
  ],
  'profile.generation_conflict': [
    409,
    'Somebody wrote this profile since you read it. Read it again, then retry.',
    'after_read',
  ],
  'model.not_active': [409, 'Only the version that is active can be rolled back. Read which one it is.', 'after_read'],
  'model.nothing_before': [409, 'Nothing was active before this version that could be again.', 'never'],
  'profile.already_exists': [
    409,
    'The profile exists, and `generation` was null. Read it, then retry with its generation.',
    'after_read',
  ],
  'profile.built_in': [409, 'It comes with the product and stays. Put an older version back to return to it.', 'never'],
  'idempotency.in_progress': [409, 'The first request with this key still runs. Retry in a moment.', 'later'],
  'body.too_large': [413, 'More than 4 MiB of JSON, or 32 MiB of an import.', 'after_change'],
  'url.too_long': [414, 'A part of the URL is too long.', 'after_change'],
  'body.unsupported_media_type': [415, 'The `Content-Type` is not the one that this operation takes.', 'after_change'],
  'calibration.nothing_to_fit': [
    422,
    'No series says anything of the model in the scopes asked for; `detail` says why.',
    'after_change',
  ],
  'calibration.too_many_series': [
    422,
    'More series than are fitted to at once. Name those that count.',
    'after_change',
  ],
  'benchmark.unstable': [
    422,
    'The runs of a series scatter by more than 15 %. Measure on a quiet host, or with longer runs.',
    'after_change',
  ],
  'import.malformed': [
    422,
    'What was sent is broken: XML, JSON, YAML or archive; `detail` says where.',
    'after_change',
  ],
  'import.not_this_format': [422, 'What was sent can be read, and is not of the `format` named.', 'after_change'],
  'import.too_large': [422, 'More bytes, entries or depth than a host has.', 'after_change'],
  'import.unsafe': [
    422,
    'An archive that leaves its root, or a document that declares entities. Nothing of it is read.',
    'after_change',
  ],
  'request.invalid': [422, 'Well-formed, but not acceptable; `errors` points at each fault.', 'after_change'],
  'idempotency.key_reused': [422, 'The `Idempotency-Key` came before, with another body.', 'after_change'],
  'queue.full': [
    429,
    'Too many requests wait for a decision. Nothing was stored; ask again after `Retry-After`.',
    'later',
  ],
  'replan.queue_full': [429, 'Too many re-plans wait. Nothing was stored; ask again after `Retry-After`.', 'later'],
  'queue.project_full': [
    429,
    'Too many requests of this project wait for a decision. Nothing was stored; ask again after `Retry-After`.',
    'later',
  ],
  'internal.error': [500, 'A defect of the service; its log has the cause under the `request_id`.', 'later'],
  'auth.keystone_unavailable': [
    503,
    'Keystone cannot be asked who the caller is. Callers whom it vouched for before are let in.',
    'later',
  ],
  'auth.service_refused': [
    503,
    "Keystone refuses the service's own credentials, so no token can be checked. Its operator has to put them right.",
    'later',
  ],
  'cloud.refused': [
    502,
    'A service of the cloud refused; `detail` has its words, and `errors` its request id and what is left of the work.',
    'after_change',
  ],
  'cloud.unavailable': [
    503,
    'A service of the cloud does not answer, or not now. Retry later: nothing is done twice.',
    'later',
  ],
  'cloud.not_configured': [409, 'The service knows no cloud. Its operator has to configure one.', 'never'],
  'planning.timed_out': [
    503,
    'It took longer than planning may, and was ended. Retry when there is less to do.',
    'later',
  ],
  'planning.interrupted': [
    503,
    'Another request took the thread down that planned this one. Read the recommendation, then retry.',
    'after_read',
  ],
  'allocation.swap_contended': [503, 'The hosts of the swap change too fast. Nothing was moved; retry later.', 'later'],
  'recommendation.contended': [
    503,
    'The recommended hosts change too fast. Nothing was reserved; retry later.',
    'later',
  ],
  'service.not_ready': [503, 'What the service needs is down; `errors` names it.', 'later'],
  'service.unavailable': [503, 'Database or queue cannot be reached. Nothing was changed; retry later.', 'later'],
} as const satisfies Readonly<Record<string, readonly [status: number, meaning: string, retry: Retry]>>;

export type ProblemCode = keyof typeof PROBLEM_CODES;

/** Whether to retry what was refused with this code. */
export function retryOf(code: string): Retry {
  const known: Readonly<Record<string, readonly [number, string, Retry]>> = PROBLEM_CODES;
  return known[code]?.[2] ?? 'never';
}
