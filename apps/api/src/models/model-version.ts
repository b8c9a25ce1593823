import { Param, type PipeTransform } from '@nestjs/common';
import { Refusal } from '@iopath/usecases';

/** As `2026.11.1` and `2026.11.1+c4`. */
export const MODEL_VERSION_NAME = {
  regex: /^[A-Za-z0-9][A-Za-z0-9.+-]{0,63}$/,
  words: 'must be a version of the performance model such as 2026.11.1 or 2026.11.1+c4',
};

class ModelVersionPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (MODEL_VERSION_NAME.regex.test(value)) return value;
    throw modelNotFound();
  }
}

/** The `version` in the path of the request; what cannot be one is a version that does not exist. */
export function ModelVersion(): ParameterDecorator {
  return Param('version', new ModelVersionPipe());
}

export function modelNotFound(): Refusal {
  return new Refusal('not_found', 'model.not_found', 'There is no version of the performance model of this name.');
}
