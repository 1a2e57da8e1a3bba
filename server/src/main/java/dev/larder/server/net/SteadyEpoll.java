package dev.larder.server.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

/// Netty's epoll handler, with two habits changed that cost clients their replies or us our memory.
///
/// 1. A socket with no interest left is taken out of the epoll set, so that a reset connection does
///    not wake the loop for ever. Netty does not put it back: the next interest, in room to write for
///    instance, fails with ENOENT, and what was still to be sent to a client that has half-closed its
///    connection is dropped. Here such a socket is registered anew.
/// 2. Netty always asks for EPOLLRDHUP, and when it comes it reads all there is, back-pressure or
///    not. Here it never comes: the end of a client's input is found where it is, by reading up to it.
///
/// Belongs to one event loop, like the handler within.
final class SteadyEpoll implements IoHandler {
    private final IoHandler epoll;

    private SteadyEpoll(IoHandler epoll) {
        this.epoll = epoll;
    }

    /// Makes such handlers.
    static final class Factory implements IoHandlerFactory {
        private final IoHandlerFactory epolls = EpollIoHandler.newFactory();

        @Override
        public IoHandler newHandler(ThreadAwareExecutor loop) {
            return new SteadyEpoll(epolls.newHandler(loop));
        }
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new SteadyRegistration(epoll, handle);
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return epoll.isCompatible(handleType);
    }

    /// A socket's place in the epoll set, which it leaves and enters as its interests go and come.
    private static final class SteadyRegistration implements IoRegistration {
        private final IoHandler epoll;
        private final IoHandle handle;
        private IoRegistration registration;

        /// Whether the socket has ever been in the epoll set, and whether it was taken out since.
        private boolean known;

        private boolean takenOut;

        SteadyRegistration(IoHandler epoll, IoHandle handle) throws Exception {
            this.epoll = epoll;
            this.handle = handle;
            this.registration = epoll.register(handle);
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // the interface has it so
        public <T> T attachment() {
            return registration.attachment();
        }

        @Override
        public long submit(IoOps wanted) {
            EpollIoOps ops = ((EpollIoOps) wanted).without(EpollIoOps.EPOLLRDHUP);
            boolean none = ops.equals(EpollIoOps.NONE);
            if (takenOut && !none) {
                registerAnew();
            }
            takenOut = none && known;
            known |= !none;
            return registration.submit(ops);
        }

        private void registerAnew() {
            registration.cancel();
            try {
                registration = epoll.register(handle);
            } catch (Exception e) {
                throw new IllegalStateException("epoll lost a socket", e);
            }
        }

        @Override
        public boolean isValid() {
            return registration.isValid();
        }

        @Override
        public boolean cancel() {
            return registration.cancel();
        }
    }
}
