import type { Client } from './client.ts';
import type { AwsIo } from './io.ts';

/** A command of the AWS CLI's own that is no operation of the service. Gives what it prints. */
export type CustomCommand = (args: readonly string[], client: Client, io: AwsIo) => string | Promise<string>;
