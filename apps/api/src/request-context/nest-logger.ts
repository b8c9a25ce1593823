import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@iopath/observability';

/** Lets Nest speak through our logger. Its start-up chatter is for debugging. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown): void {
    this.logger.debug(String(message));
  }

  debug(message: unknown): void {
    this.logger.debug(String(message));
  }

  verbose(message: unknown): void {
    this.logger.trace(String(message));
  }

  warn(message: unknown): void {
    this.logger.warn(String(message));
  }

  error(message: unknown): void {
    this.logger.error({ err: message }, message instanceof Error ? message.message : String(message));
  }

  fatal(message: unknown): void {
    this.logger.fatal({ err: message }, String(message));
  }
}
