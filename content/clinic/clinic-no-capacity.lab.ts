import { missing, reached } from '../goals.ts';
import {
  createService,
  httpd,
  readEvents,
  registerQuietly,
  serviceIn,
  setSubnet,
  shop,
  toFind,
  updateService,
  zonesOf,
} from './goals.ts';
import { incident, provenWell } from './incident.ts';

const mend = updateService(
  '--network-configuration "awsvpcConfiguration={subnets=[$SUBNET_A,$SUBNET_B,$SUBNET_C],assignPublicIp=ENABLED}"',
);

export default incident({
  id: 'clinic-no-capacity',
  title: 'Incident: nothing left in the zone',
  files: { 'taskdef.json': shop({ image: httpd }) },
  start: [
    ...['a', 'b', 'c'].map(setSubnet),
    'drydock fault inject no-capacity zone=us-east-1a > /dev/null',
    registerQuietly,
    createService(2),
    'sleep 300',
  ],
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'Two tasks are wanted, none is there, and not even a stopped one is to be found at first. Ask the service.',
      goal: toFind(
        'Capacity is unavailable at this time',
        'no event has been read',
        'the event that says what is lacking',
      ),
      hints: [
        'What could not be placed leaves its trace with the one that wanted to place it.',
        'The events of describe-services, newest first.',
        readEvents,
      ],
      solution: [readEvents],
      typicalMinutes: 1,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'The service knows one subnet, in the zone that is full. $SUBNET_A, $SUBNET_B and $SUBNET_C lie in three zones: let it use at least two.',
      goal(view) {
        const shouldBe = 'subnets of two zones or more';
        const subnets = serviceIn(view)?.networkConfiguration?.awsvpcConfiguration.subnets;
        if (!subnets) return missing('the service shop is gone', shouldBe);
        const zones = zonesOf(view, subnets);
        return zones.length > 1
          ? reached
          : missing(`the service may use the zone ${zones.join()} only`, shouldBe);
      },
      hints: [
        'Waiting is a cure too, of unknown length. Another zone is a better one.',
        'update-service with a network configuration of several subnets.',
        mend,
      ],
      solution: [mend],
      typicalMinutes: 2,
    },
    provenWell(2),
  ],
});
