import { describeGroupPublisher, InMemoryGroupPublisher } from './index.js';

describeGroupPublisher('InMemoryGroupPublisher', () => {
  const publisher = new InMemoryGroupPublisher();
  return Promise.resolve({
    publisher,
    published: () => publisher.published(),
    edit: (key, group) => {
      publisher.edit(key, group);
    },
    close: () => publisher.close(),
  });
});
