/** One call said in other ways: as a command line, as SDK code, as a cmdlet. */
export { cliOf, type Said } from './cli.ts';
export { powershellOf } from './powershell.ts';
export { sdkOf } from './sdk.ts';
