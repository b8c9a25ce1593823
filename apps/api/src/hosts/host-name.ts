import { Param, type PipeTransform } from '@nestjs/common';
import { HOST_NAME } from '../wire/domain-fields';
import { ProblemError } from '../problem/problem';

export function isHostName(value: unknown): value is string {
  return typeof value === 'string' && HOST_NAME.regex.test(value);
}

class HostNamePipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (isHostName(value)) return value;
    const errors = [{ pointer: '', parameter: 'host_name', code: 'host_name.malformed', message: HOST_NAME.words }];
    throw new ProblemError(400, 'host_name.malformed', `The host name in the URL ${HOST_NAME.words}.`, errors);
  }
}

/** The `host_name` in the path of the request, checked. */
export function HostName(): ParameterDecorator {
  return Param('host_name', new HostNamePipe());
}
