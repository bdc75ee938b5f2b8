/** Notifications of the operating system. Where there is nobody to show them, nothing happens and nothing fails. */
import type { Notification, NotificationConstructorOptions } from 'electron';

export interface SystemNotificationsOptions {
  /** On Linux: whether there is a library for it, and a service of the desktop that answers. */
  isSupported(): boolean;
  create(options: NotificationConstructorOptions): Pick<Notification, 'on' | 'show' | 'close'>;
  /** Something of the desktop failed. */
  onFailed(): void;
}

export interface SystemNotifications {
  /** @returns what takes it away again, if it still stands there */
  show(told: { readonly title: string; readonly body: string; onClick(): void }): () => void;
}

export function createSystemNotifications(options: SystemNotificationsOptions): SystemNotifications {
  /** One that nobody holds is collected, and a press on it leads nowhere. */
  const held = new Set<object>();
  return {
    show({ title, body, onClick }) {
      if (!options.isSupported()) return () => undefined;
      const notification = options.create({ title, body });
      held.add(notification);
      notification.on('click', () => {
        onClick();
        // Some desktops leave it standing there after it was pressed.
        notification.close();
        held.delete(notification);
      });
      notification.on('failed', () => {
        held.delete(notification);
        options.onFailed();
      });
      notification.show();
      return () => {
        if (held.delete(notification)) notification.close();
      };
    },
  };
}
