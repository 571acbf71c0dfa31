import { sandbox, serve } from './harbour.ts';

export default sandbox({
  id: 'sandbox-service',
  title: 'A service with three tasks',
  start: serve(3),
  firstCommand: 'aws ecs describe-services --cluster drydock --services web',
});
