/** An option of an operation. */
export interface Option {
  /** With its dashes, such as `--cluster`. */
  flag: string;
  /** The member of the input, or a name of the command line's own in capitals. */
  member: string;
  shape: string;
  required: boolean;
  /** How many arguments it takes. */
  takes: 'one' | 'many' | 'none' | 'maybe';
  /** Of a flag: what it stands for. */
  value?: boolean;
  hidden?: boolean;
}

/** What stands on the command line, by member. */
export interface Given {
  option: Option;
  /** One text, several for `many`, a truth value for a flag. */
  value: string | string[] | boolean;
}
