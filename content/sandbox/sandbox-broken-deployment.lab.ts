import { sandbox, serve } from './harbour.ts';

export default sandbox({
  id: 'sandbox-broken-deployment',
  title: 'A deployment that fails',
  start: [
    ...serve(2),
    // A tag that nobody has pushed: the new tasks cannot start, and the circuit breaker has to decide.
    "sed 's/web:v1/web:v2/' taskdef.json > broken.json",
    'aws ecs register-task-definition --cli-input-json file://broken.json',
    'aws ecs update-service --cluster drydock --service web --task-definition web',
    'sleep 20',
  ],
  firstCommand:
    'aws ecs describe-services --cluster drydock --services web --query "services[0].deployments"',
});
