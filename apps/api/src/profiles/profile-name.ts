import { Param, type PipeTransform } from '@nestjs/common';
import { ProblemError } from '../problem/problem';

/** What a profile may be called: as devices are, so that no URL has to escape it. */
export const PROFILE_NAME = {
  regex: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  words: 'must be letters, digits, ".", "_" and "-", at most 64 of them',
};

class ProfileNamePipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (PROFILE_NAME.regex.test(value)) return value;
    const errors = [{ pointer: '', parameter: 'name', code: 'profile_name.malformed', message: PROFILE_NAME.words }];
    throw new ProblemError(400, 'profile_name.malformed', `The name in the URL ${PROFILE_NAME.words}.`, errors);
  }
}

/** The `name` of a profile in the path of the request, checked. */
export function ProfileName(): ParameterDecorator {
  return Param('name', new ProfileNamePipe());
}
