FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /app
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot ./bot
COPY core ./core
COPY reports ./reports
COPY storage ./storage
RUN pip install --constraint constraints.txt . \
    && useradd --system --uid 10001 --create-home ictbot \
    && install --directory --owner ictbot /data

USER 10001
VOLUME /data
ENV ICTBOT_DATABASE_URL=/data/ictbot.db \
    ICTBOT_OPS_PORT=9464 \
    ICTBOT_LOG=json
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:9464/healthz', timeout=5)"]
ENTRYPOINT ["ictbot"]
CMD ["run"]
