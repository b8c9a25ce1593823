import { EnumField, IntField, ListField, TextField } from '../wire/fields';
import { RETRIES, type Retry } from './problem-codes';

export class ProblemDetailDto {
  @TextField({
    minLength: 0,
    maxLength: 4096,
    description: 'RFC 6901 JSON pointer to the fault in the body; empty for the body as a whole and for other parts.',
    example: '/pfs/0/vfs/3/address',
  })
  pointer: string;

  @TextField({ optional: true, description: 'The query or path parameter or header concerned.', example: 'limit' })
  parameter?: string;

  @TextField({ description: 'What is wrong, for programs. Never renamed.', example: 'pci_address.malformed' })
  code: string;

  @TextField({
    maxLength: 4096,
    description: 'What is wrong, for people.',
    example: 'must be a PCI address such as 0000:3b:00.0',
  })
  message: string;
}

/** RFC 9457 problem document. */
export class ProblemDto {
  @TextField({ description: 'URI of the kind of problem.', example: 'urn:iopath-advisor:problem:host.not_found' })
  type: string;

  @TextField({ description: 'The status in words.', example: 'Not Found' })
  title: string;

  @IntField({ min: 400, max: 599, description: 'HTTP status.', example: 404 })
  status: number;

  @TextField({
    maxLength: 4096,
    description: 'What happened, for people.',
    example: 'There is no host called "compute-99".',
  })
  detail: string;

  @TextField({ maxLength: 4096, description: 'Path of the request.', example: '/v1/hosts/compute-99' })
  instance: string;

  @TextField({ description: 'What happened, for programs. Never renamed.', example: 'host.not_found' })
  code: string;

  @EnumField(RETRIES, {
    description:
      'Whether the same request can help if it is sent again: never, after the caller has changed something, after ' +
      'reading the present state again, or later as it is. It goes with the code.',
    example: 'never',
  })
  retry: Retry;

  @TextField({
    description: 'Id of the request, as in `X-Openstack-Request-Id` and in the log.',
    example: 'req-6f1c2a0e-0d4b-4b0e-9d7e-6f0c7f1a2b3c',
  })
  request_id: string;

  @ListField(() => ProblemDetailDto, { optional: true, maxItems: 100, description: 'Each fault; with 400 and 422.' })
  errors?: ProblemDetailDto[];
}
