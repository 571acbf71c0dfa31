/** Parameter Store of AWS Systems Manager in one Region of an account. */
export interface Parameters {
  /** By name. */
  parameters: Map<string, Parameter>;
}

export interface Parameter {
  name: string;
  arn: string;
  type: 'String' | 'StringList' | 'SecureString';
  value: string;
  description?: string;
  keyId?: string;
  version: number;
  /** ms since 1970. */
  modifiedAt: number;
  modifiedBy: string;
}

export function createParameters(): Parameters {
  return { parameters: new Map() };
}
