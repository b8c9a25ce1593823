import { Refusal } from '@iopath/usecases';

/** Refusals of changes to the ledger. `id` is of an allocation or a recommendation, whichever the caller named. */
export function expired(id: string): Refusal {
  return conflict('expired', `The time to confirm ${id} is over; what it held was given back.`);
}

export function released(id: string): Refusal {
  return conflict('released', `What ${id} held was released.`);
}

export function alreadyConfirmed(id: string): Refusal {
  return conflict('already_confirmed', `${id} is confirmed, and so does not end by itself.`);
}

export function confirmedForAnother(id: string, serverId: string | null): Refusal {
  return conflict('confirmed_for_another_server', `${id} was confirmed for server ${serverId}.`);
}

export function generationConflict(id: string, generation: number): Refusal {
  return conflict('generation_conflict', `Allocation ${id} is at generation ${generation}.`);
}

export function deviceGone(id: string): Refusal {
  return conflict('device_gone', `A device of ${id} is not in its host's inventory; confirm when it is back.`);
}

export function moving(id: string): Refusal {
  return conflict('moving', `${id} is held by a step of a re-plan, for a VM that is on its way there.`);
}

export function notReserved(id: string): Refusal {
  return new Refusal('conflict', 'recommendation.not_reserved', `Recommendation ${id} has reserved nothing.`);
}

export function allocationNotFound(id: string): Refusal {
  return new Refusal('not_found', 'allocation.not_found', `There is no allocation ${id}.`);
}

export function recommendationNotFound(id: string): Refusal {
  return new Refusal('not_found', 'recommendation.not_found', `There is no recommendation ${id}.`);
}

function conflict(what: string, message: string): Refusal {
  return new Refusal('conflict', `allocation.${what}`, message);
}
