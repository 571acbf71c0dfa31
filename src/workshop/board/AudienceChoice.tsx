import type { Signal } from '@preact/signals';
import type { Room } from '../../../workshop/room/room.ts';
import { audiences } from './audience.ts';

export function AudienceChoice({ room, value }: { room: Room; value: Signal<string> }) {
  return (
    <label>
      To
      <select value={value.value} onChange={({ currentTarget }) => (value.value = currentTarget.value)}>
        {audiences(room).map(({ value: one, title }) => (
          <option key={one} value={one}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
