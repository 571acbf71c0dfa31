import { push, sandbox } from './harbour.ts';

export default sandbox({
  id: 'sandbox-image-pushed',
  title: 'An image in its repository',
  start: push,
  firstCommand: 'aws ecr describe-images --repository-name web',
});
