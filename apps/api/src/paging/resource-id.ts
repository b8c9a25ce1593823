import { Param, type PipeTransform } from '@nestjs/common';
import { Refusal } from '@iopath/usecases';
import { isUuid } from '../wire/domain-fields';

/** What is no UUID names nothing here. */
class ResourceIdPipe implements PipeTransform<string, string> {
  constructor(private readonly noun: string) {}

  transform(value: string): string {
    if (isUuid(value)) return value.toLowerCase();
    throw notFound(this.noun);
  }
}

/** The `id` in the path of the request; anything but a UUID is a resource that does not exist. */
export function ResourceId(
  noun: 'recommendation' | 'allocation' | 'audit' | 'quarantine' | 'sync' | 'benchmark' | 'replan' | 'replan_schedule',
): ParameterDecorator {
  return Param('id', new ResourceIdPipe(noun));
}

export function notFound(noun: string): Refusal {
  return new Refusal('not_found', `${noun}.not_found`, `There is no ${noun.replace('_', ' ')} of this id.`);
}
