import { sandbox } from './harbour.ts';

export default sandbox({
  id: 'sandbox-empty',
  title: 'An empty account',
  firstCommand: 'aws ecr create-repository --repository-name web',
});
